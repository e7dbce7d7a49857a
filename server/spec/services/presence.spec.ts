import { pino } from 'pino';
import { Presence } from '../../src/services/presence';
import type { Session } from '../../src/services/session';

const alice = { app: 'demo', identity: { kind: 'user', id: 'alice' }, notifyAll: false } as Session;

/** Presence over a list of friends that takes its time. */
const setUp = () => {
  let live = 0;
  const said: string[] = [];
  const asked: (() => void)[] = [];
  const presence = new Presence({
    hub: {
      sessions: () => live,
      toIdentities: (_app, friends, event) =>
        void said.push(`${event} to ${friends.map(({ id }) => id).join()}`),
      toAll: (_app, event) => void said.push(`${event} to all`),
    },
    friends: { list: () => new Promise((resolve) => asked.push(() => resolve(['bob']))) },
    log: pino({ level: 'silent' }),
  });
  return {
    said,
    change: (sessions: number, session = alice) => {
      live = sessions;
      void presence.changed(session);
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
    change(2, { ...alice, notifyAll: true });
    await answer();
    change(0);
    await answer();
    expect(said).toEqual(['online to bob', 'online_x to all', 'offline to bob', 'offline_x to all']);
  });
});
