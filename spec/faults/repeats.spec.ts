import { firstValueFrom } from 'rxjs';
import { text, user } from 'rxim';
import { ErrorCode } from 'rxim/protocol';
import { WebSocket } from 'ws';
import { settle } from './harness/outcome';
import { patience } from './harness/scale';
import { openSession } from './harness/session';
import { play } from './harness/stage';
import { until } from './harness/until';

jest.setTimeout(patience);

const to = { id: 'bob', type: 4 } as const;

it('stores a message once that is sent 50 times at once over many sockets, and gives every sender the same number', () =>
  play(1, async (stage) => {
    const server = await stage.server();
    const bob = stage.client(server.clientOptions('bob'));
    await bob.start();
    const sessions = await Promise.all(
      Array.from({ length: 10 }, () => openSession(server.clientOptions('alice'))),
    );
    for (const session of sessions) {
      for (let i = 0; i < 5; i++) session.say({ to, content: text('once'), cid: 'c', ack: i });
    }
    const answers = () => sessions.flatMap((session) => session.answers);
    await until('50 answers', () => answers().length >= 50);
    for (const session of sessions) session.close();

    expect(answers()).toHaveLength(50);
    expect(new Set(answers().map((answer) => JSON.stringify({ ...answer, ack: 0, dup: true }))).size).toBe(1);
    expect(answers().filter((answer) => !('dup' in answer))).toHaveLength(1);
    const chats = await firstValueFrom(stage.administrator(server).strangers.chats('bob', 'alice'));
    expect(chats).toMatchObject([{ speaker: 'alice', seq: 1, content: { body: 'once' } }]);
    await until('the message', () => stage.history.count('read') > 0);
    expect(stage.history.count('read')).toBe(1);
  }));

it('refuses a message under the cid of another one', () =>
  play(1, async (stage) => {
    const server = await stage.server();
    await stage.client(server.clientOptions('bob')).start();
    const alice = await openSession(server.clientOptions('alice'));
    alice.say({ to, content: text('one'), cid: 'c' });
    alice.say({ to, content: text('other'), cid: 'c' });
    await until('two answers', () => alice.answers.length === 2);
    alice.close();
    expect(alice.answers).toMatchObject([
      { cid: 'c', seq: 1 },
      { cid: 'c', error: ErrorCode.Conflict, retry: false },
    ]);
  }));

it('refuses a message until its predecessor is accepted', () =>
  play(1, async (stage) => {
    const server = await stage.server();
    await stage.client(server.clientOptions('bob')).start();
    const alice = await openSession(server.clientOptions('alice'));
    alice.say({ to, content: text('1'), cid: 'c1' });
    alice.say({ to, content: text('3'), cid: 'c3', after: 'c2' });
    alice.say({ to, content: text('2'), cid: 'c2', after: 'c1' });
    alice.say({ to, content: text('3'), cid: 'c3', after: 'c2' });
    await until('four answers', () => alice.answers.length === 4);
    alice.close();
    expect(alice.answers).toMatchObject([
      { cid: 'c1', seq: 1 },
      { cid: 'c3', error: ErrorCode.OutOfOrder, retry: true },
      { cid: 'c2', seq: 2 },
      { cid: 'c3', seq: 3 },
    ]);
  }));

/** A socket on which some messages are refused with `retry` at their first try, as by a server that is busy. */
const refusing = (isRefused: (cid: string) => boolean): typeof WebSocket => {
  const tried = new Set<string>();
  return class extends WebSocket {
    override send(frame: string): void {
      const cid = /"cid":"([^"]+)"/.exec(frame)?.[1];
      if (cid === undefined || tried.has(cid) || !isRefused(cid)) {
        super.send(frame);
        return;
      }
      tried.add(cid);
      const refusal = { cid, error: ErrorCode.Unavailable, retry: true };
      setImmediate(() =>
        this.emit('message', Buffer.from(`42/chat,${JSON.stringify(['ack', refusal])}`), false),
      );
    }
  };
};

it.each([
  ['the second of three is', (n: number) => n === 2],
  ['every third one is', (n: number) => n % 3 === 0],
])('keeps the order of pipelined messages when %s refused with retry', (_which, isRefused) =>
  play(1, async (stage) => {
    const server = await stage.server();
    const bob = stage.client(server.clientOptions('bob'));
    const sockets = refusing((cid) => isRefused(Number(cid.split('/').at(-1))));
    const alice = stage.client(server.clientOptions('alice'), { sockets });
    await Promise.all([bob.start(), alice.start()]);
    for (let n = 1; n <= 12; n++) alice.say(user('bob'));
    const { violations, acked } = await settle(stage.history, stage.clients);
    expect({ violations, acked }).toEqual({ violations: [], acked: 12 });
    expect(alice.transmissions).toBeGreaterThan(12);
  }),
);

it('keeps the order on two devices that together exceed the rate of their user', () =>
  play(1, async (stage) => {
    const server = await stage.server({ noRateLimits: false, limits: { sayRate: 100, sayBurst: 5 } });
    const bob = stage.client(server.clientOptions('bob'));
    const phone = stage.client(server.clientOptions('alice'), { device: 'phone' });
    const laptop = stage.client(server.clientOptions('alice'), { device: 'laptop' });
    await Promise.all([bob.start(), phone.start(), laptop.start()]);
    for (let n = 1; n <= 60; n++) {
      phone.say(user('bob'));
      laptop.say(user('bob'));
    }
    const { violations, acked } = await settle(stage.history, stage.clients);
    expect({ violations, acked }).toEqual({ violations: [], acked: 120 });
  }));
