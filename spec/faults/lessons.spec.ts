// What users of other SDKs suffer from after a reconnect.
import { filter, firstValueFrom, lastValueFrom } from 'rxjs';
import { memoryStorage, user, type InboxItem, type Message } from 'rxim';
import type { TestServer } from 'rxim-server/testing';
import { settle } from './harness/outcome';
import { patience } from './harness/scale';
import { play, type Stage } from './harness/stage';
import { until } from './harness/until';

// Engine.IO takes its timers from this module, where no clock can be turned.
jest.mock('timers', () => {
  const timer =
    (name: 'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval') =>
    (...args: never[]): unknown =>
      (globalThis[name] as (...args: never[]) => unknown)(...args);
  return {
    ...jest.requireActual<object>('timers'),
    setTimeout: timer('setTimeout'),
    clearTimeout: timer('clearTimeout'),
    setInterval: timer('setInterval'),
    clearInterval: timer('clearInterval'),
  };
});

/** Alice behind a proxy, and Bob, who writes to her. */
const setUp = async (stage: Stage) => {
  const server = await stage.server();
  const proxy = await stage.proxy(server.url);
  const backoff = { initial: 50, max: 200 };
  const alice = stage.client({ ...server.clientOptions('alice'), server: proxy.url, backoff });
  const bob = stage.client(server.clientOptions('bob'));
  const isAway = (): boolean => !alice.isOnline;

  return {
    server,
    proxy,
    alice,
    bob,
    write: async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) bob.say(user('alice'));
      await until('everything stored', () => bob.open === 0);
    },
    /** Her connection breaks and there is none to be had; what Bob writes meanwhile she has to fetch. */
    miss: async (count: number): Promise<void> => {
      proxy.refuse();
      proxy.cut();
      await until('alice away', isAway);
      for (let i = 0; i < count; i++) bob.say(user('alice'));
      await until('everything stored', () => bob.open === 0);
      proxy.heal();
      await until('alice back', () => alice.isOnline);
    },
    /** She has heard all that Bob wrote, once and in order. */
    gapless: async (): Promise<void> => {
      const { violations, reads, sent } = await settle(stage.history, stage.clients);
      expect({ violations, reads }).toEqual({ violations: [], reads: sent });
      expect(stage.history.count('gap')).toBe(0);
    },
  };
};

it('a client that reconnects before it heard its first message misses nothing', () =>
  play(1, async (stage) => {
    const { alice, bob, miss, gapless } = await setUp(stage);
    await Promise.all([alice.start(), bob.start()]);
    await miss(5);
    await gapless();
  }));

it('a client whose very first sync is cut off misses nothing', () =>
  play(1, async (stage) => {
    const { proxy, alice, bob, write, gapless } = await setUp(stage);
    await bob.start();
    const syncing = firstValueFrom(alice.im.state$.pipe(filter(({ name }) => name === 'syncing')));
    const started = alice.start();
    await syncing;
    proxy.cut();
    await started;
    await write(3);
    await gapless();
  }));

it('a client that reconnects a second, a third and a tenth time misses nothing', () =>
  play(1, async (stage) => {
    const { alice, bob, write, miss, gapless } = await setUp(stage);
    await Promise.all([alice.start(), bob.start()]);
    for (let round = 0; round < 10; round++) {
      await write(round % 3);
      await miss(3);
    }
    await gapless();
  }));

it('a second subscriber and a second connect() take nothing from the first ones, and move no position', () =>
  play(1, async (stage) => {
    const { alice, bob, write, miss, gapless } = await setUp(stage);
    await Promise.all([alice.start(), bob.start()]);
    await write(2);
    await until('both read', () => stage.history.count('read') === 2);
    const second: (number | undefined)[] = [];
    alice.im.message$.subscribe(({ seq }) => second.push(seq));
    await lastValueFrom(alice.im.connect());
    await write(1);
    await miss(3);
    alice.im.message$.subscribe();
    await miss(1);
    await gapless();
    expect(second).toEqual([3, 4, 5, 6, 7]);
  }));

it('a second subscriber of the inbox gets nothing again, and does for nobody what is not done', () =>
  play(1, async (stage) => {
    const { server, bob } = await setUp(stage);
    const storage = memoryStorage();
    const open = () => {
      const { im } = stage.client({ ...server.clientOptions('carol'), storage });
      const items: InboxItem[] = [];
      im.inbox$.subscribe((item) => items.push(item));
      return { im, items, seqs: () => items.map(({ message }) => message.seq) };
    };
    const say = (count: number): void => {
      for (let i = 0; i < count; i++) bob.say(user('carol'));
    };
    const first = open();
    await Promise.all([bob.start(), firstValueFrom(first.im.connect())]);
    say(3);
    await until('three items', () => first.items.length === 3);
    first.items[0]?.done();
    const late: Message[] = [];
    first.im.inbox$.subscribe(({ message }) => late.push(message));
    say(1);
    await until('one more', () => late.length > 0);
    expect({ first: first.seqs(), late: late.map(({ seq }) => seq) }).toEqual({
      first: [1, 2, 3, 4],
      late: [4],
    });
    await first.im.close();

    const next = open();
    await firstValueFrom(next.im.connect());
    expect(next.seqs()).toEqual([2, 3, 4]);
  }));

it('a client that is cut off again while it catches up misses nothing', () =>
  play(1, async (stage) => {
    const { proxy, alice, bob, miss, gapless } = await setUp(stage);
    await Promise.all([alice.start(), bob.start()]);
    let left = 5;
    alice.im.state$.subscribe(({ name }) => {
      if (name === 'syncing' && left-- > 0) setImmediate(() => proxy.cut());
    });
    await miss(500);
    await gapless();
  }));

it('a client that missed hundreds of messages of dozens of conversations misses none', () =>
  play(1, async (stage) => {
    const { server, proxy, alice, bob, gapless } = await setUp(stage);
    const others = Array.from({ length: 40 }, (_, i) => stage.client(server.clientOptions(`writer-${i}`)));
    await Promise.all([alice, bob, ...others].map((client) => client.start()));
    proxy.refuse();
    proxy.cut();
    await until('alice away', () => !alice.isOnline);
    for (const writer of others) for (let i = 0; i < 10; i++) writer.say(user('alice'));
    await until('everything stored', () => others.every(({ open }) => open === 0));
    proxy.heal();
    await gapless();
  }));

it('a client whose messages vanish while its heartbeats are answered hears all of them with the next one', () =>
  play(1, async (stage) => {
    const { proxy, alice, bob, write, gapless } = await setUp(stage);
    await Promise.all([alice.start(), bob.start()]);
    await write(1);
    let vanish = true;
    let vanished = 0;
    proxy.drop((frame) => {
      const isMessage = vanish && frame.startsWith('42/chat,["message"');
      if (isMessage) vanished++;
      return isMessage;
    });
    await write(5);
    await until('all vanished', () => vanished === 5);
    vanish = false;
    await write(1);
    await gapless();
    expect(alice.sockets.opened).toBe(1);
  }));

jest.setTimeout(patience);

describe('as time goes by', () => {
  beforeEach(() => {
    // Everything that waits, on both sides; what goes over the wire is real and takes its time.
    jest.useFakeTimers({
      advanceTimers: 10,
      doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'performance', 'hrtime'],
    });
  });
  afterEach(() => jest.useRealTimers());

  /**
   * Time passes in steps that are shorter than anybody's patience. In each the wire is waited for: who asked and was answered
   * over the same loopback knows that a ping and its pong, each a hop shorter, were heard too, however slow the machine is.
   */
  const pass = async ({ url }: TestServer, ms: number): Promise<void> => {
    const step = 5_000;
    for (let left = ms; left > 0; left -= step) {
      jest.advanceTimersByTime(Math.min(left, step));
      for (let hop = 0; hop < 2; hop++) await (await fetch(new URL('/', url))).text();
    }
  };

  /** As a laptop does: the clock on the wall goes on, and timers wait for the rest of their time afterwards. */
  const sleep = (ms: number): void => {
    jest.setSystemTime(Date.now() + ms);
  };

  it('a client that was connected for hours misses nothing when it reconnects', () =>
    play(1, async (stage) => {
      const { server, alice, bob, write, miss, gapless } = await setUp(stage);
      await Promise.all([alice.start(), bob.start()]);
      await write(2);
      await pass(server, 4_000_000);
      expect([alice, bob].map(({ sockets }) => sockets.opened)).toEqual([1, 1]);
      await miss(5);
      await pass(server, 4_000_000);
      await miss(5);
      await gapless();
    }));

  it('a client whose last messages vanish while its heartbeats are answered has them after ten minutes', () =>
    play(1, async (stage) => {
      const { server, proxy, alice, bob, write, gapless } = await setUp(stage);
      await Promise.all([alice.start(), bob.start()]);
      let vanished = 0;
      proxy.drop((frame) => {
        const isMessage = frame.startsWith('42/chat,["message"');
        if (isMessage) vanished++;
        return isMessage;
      });
      await write(3);
      await until('all vanished', () => vanished === 3);
      await pass(server, 590_000);
      expect(stage.history.count('read')).toBe(0);
      await pass(server, 15_000);
      await gapless();
      expect(alice.sockets.opened).toBe(1);
    }));

  it('a client that was offline for a day misses nothing', () =>
    play(1, async (stage) => {
      const { server, alice, bob, write, gapless } = await setUp(stage);
      await Promise.all([alice.start(), bob.start()]);
      alice.im.disconnect();
      await write(5);
      await pass(server, 4_000_000);
      sleep(23 * 3_600_000);
      alice.im.connect();
      await gapless();
    }));

  it('a user whose link went silent is away for friends within a minute, and there again when it is back', () =>
    play(1, async (stage) => {
      const { server, proxy, alice, bob } = await setUp(stage);
      await Promise.all([alice.start(), bob.start()]);
      await lastValueFrom(bob.im.friends.add('bob', 'alice'), { defaultValue: undefined });
      let isThere: boolean | undefined;
      const watching = bob.im.friends.live$.subscribe((friends) => {
        isThere = friends.find(({ id }) => id === 'alice')?.online;
      });
      await until('alice there', () => isThere === true);
      proxy.blackHole();
      await pass(server, 60_000);
      await until('alice away', () => isThere === false);
      proxy.heal();
      await until('alice there again', () => isThere === true);
      watching.unsubscribe();
    }));

  it.each([
    ['a minute', 60_000],
    ['a night', 9 * 3_600_000],
  ])('a client that slept for %s while its connection died misses nothing', (_time, ms) =>
    play(1, async (stage) => {
      const { server, proxy, alice, bob, write, gapless } = await setUp(stage);
      await Promise.all([alice.start(), bob.start()]);
      await write(2);
      proxy.blackHole();
      await write(5);
      sleep(ms);
      await pass(server, 60_000);
      expect(alice.isOnline).toBe(false);
      proxy.heal();
      await until('both back', () => alice.isOnline && bob.isOnline);
      await gapless();
    }),
  );
});
