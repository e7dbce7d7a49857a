import { pino } from 'pino';
import type { Identity } from 'rxim/protocol';
import { localBus } from '../../src/bus/local-bus';
import { Presence } from '../../src/services/presence';
import { Whereabouts } from '../../src/services/whereabouts';

const alice: Identity = { kind: 'user', id: 'alice' };

/** Presence of a single server over a list of friends that takes its time. */
const setUp = () => {
  let live = 0;
  const said: string[] = [];
  const asked: (() => void)[] = [];
  const presence = new Presence({
    hub: {
      toIdentities: (_app, friends, event) =>
        void said.push(`${event} to ${friends.map(({ id }) => id).join()}`),
      toAll: (_app, event) => void said.push(`${event} to all`),
    },
    friends: { list: () => new Promise((resolve) => asked.push(() => resolve(['bob']))) },
    tellRooms: () => Promise.resolve(),
    log: pino({ level: 'silent' }),
  });
  const whereabouts = new Whereabouts({
    bus: localBus(),
    here: { sessions: () => live },
    moved: (move) => void presence.moved(move),
  });
  return {
    said,
    change: (sessions: number, { toAll = false } = {}) => {
      live = sessions;
      whereabouts.changed('demo', alice, toAll);
    },
    /** The list that was asked for first is there. */
    answer: async () => {
      asked.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    pending: () => asked.length,
  };
};

describe('Presence', () => {
  it('says nothing of a user that went before its friends could be told that it came', async () => {
    const { said, change, answer, pending } = setUp();
    change(1);
    change(0);
    await answer();
    expect(said).toEqual([]);
    expect(pending()).toBe(0);
  });

  it('has the last word right when a user comes and goes while friends are being told', async () => {
    const { said, change, answer } = setUp();
    change(1);
    await answer();
    change(0);
    change(1);
    change(0);
    await answer();
    expect(said).toEqual(['online to bob', 'offline to bob']);
  });

  it('tells everybody later if only a later session wants that', async () => {
    const { said, change, answer } = setUp();
    change(1);
    await answer();
    change(2, { toAll: true });
    await answer();
    change(0);
    await answer();
    expect(said).toEqual(['online to bob', 'online_x to all', 'offline to bob', 'offline_x to all']);
  });
});
