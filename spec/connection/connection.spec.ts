import { EMPTY, Subject, config, firstValueFrom, of } from 'rxjs';
import type { Connection, ConnectionState, Session } from '../../src/connection';
import { harness, numbered, type Harness } from './harness';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  jest.clearAllTimers();
  jest.useRealTimers();
});

const logIn = ({ last }: Harness): void => {
  last.open();
  last.login();
};

const online = (options: Parameters<typeof harness>[1] = {}): Harness => {
  const fakes = harness(undefined, { prepare: () => EMPTY, ...options });
  fakes.connection.connect();
  logIn(fakes);
  return fakes;
};

/** All states from now on, and `|` for completion. */
const follow = (connection: Connection): string[] => {
  const seen: string[] = [];
  connection.state$.subscribe({
    next: (state) => seen.push(numbered(state)),
    complete: () => seen.push('|'),
  });
  return seen;
};

describe('The login', () => {
  it('goes to the Socket.IO endpoint below the server’s URL, with what auth gave', () => {
    const fakes = harness(undefined, { url: 'https://im.test/base/' });
    fakes.connection.connect();
    expect(fakes.last.url).toBe('wss://im.test/base/socket.io/?EIO=4&transport=websocket');
    expect(fakes.last.auth).toBeUndefined();
    fakes.last.open();
    expect(fakes.last.auth).toEqual({ app: 'demo', client: 'alice', x: 1 });
  });

  it('opens no socket before there are credentials, and asks for them at every login', () => {
    const given$ = new Subject<{ app: string; client: string }>();
    const auth = jest.fn(() => given$);
    const fakes = harness(undefined, { auth });
    fakes.connection.connect();
    expect(fakes.sockets).toHaveLength(0);
    given$.next({ app: 'demo', client: 'bob' });
    expect(given$.observed).toBe(false);
    logIn(fakes);
    fakes.last.drop();
    jest.advanceTimersByTime(1_000);
    given$.next({ app: 'demo', client: 'carol' });
    fakes.last.open();
    expect(fakes.sockets.map((socket) => socket.auth)).toEqual([
      { app: 'demo', client: 'bob' },
      { app: 'demo', client: 'carol' },
    ]);
    expect(auth).toHaveBeenCalledTimes(2);
  });

  it('gives the session all that the server said, and counts', () => {
    const fakes = harness(undefined, { auth: () => of({ app: 'demo', passenger: {} }) });
    const epochs: number[] = [];
    fakes.connection.state$.subscribe(
      (state) => state.name === 'syncing' && epochs.push(state.session.epoch),
    );
    fakes.connection.connect();
    const limits = { say: { rate: 10, burst: 30 }, frame: 65_536, text: 16_384 };
    fakes.last.open();
    fakes.last.login({ id: 'guest-1', secret: 'hush', epoch: 'db-1', limits });
    expect(fakes.connection.state).toEqual({
      name: 'syncing',
      attempt: 1,
      session: {
        epoch: 1,
        self: { kind: 'guest', id: 'guest-1' },
        database: 'db-1',
        secret: 'hush',
        extended: true,
        limits,
      },
    });
    fakes.last.drop();
    jest.advanceTimersByTime(1_000);
    logIn(fakes);
    expect(epochs).toEqual([1, 2]);
  });

  it('is online when what was missed is there, and takes live events meanwhile', () => {
    const missed$ = new Subject<never>();
    const fakes = online({ prepare: () => missed$ });
    fakes.last.event('online', 'bob');
    expect(fakes.connection.state.name).toBe('syncing');
    expect(fakes.received).toEqual([expect.objectContaining({ name: 'online', payload: 'bob' })]);
    expect(fakes.connection.send('say', { to: { id: 'bob' }, content: { media: 0, body: 'hi' } })).toBe(true);
    missed$.complete();
    expect(fakes.connection.state.name).toBe('online');
  });
});

describe('Frames', () => {
  it('reach the receiver at once and in order, with their session', () => {
    const got: unknown[] = [];
    const fakes = online({ receive: ({ name, payload }, { epoch }) => got.push([name, payload, epoch]) });
    const message = { from: { id: 'bob', type: 0 }, content: { media: 0, body: 'hi' }, ts: 1 };
    fakes.last.event('message', message);
    fakes.last.event('offline_x', 'carol');
    fakes.last.event('resync', {});
    expect(got).toEqual([
      ['message', message, 1],
      ['offline_x', 'carol', 1],
      ['resync', {}, 1],
    ]);
  });

  it.each<[string, unknown]>([
    ['no packet', 'x'],
    ['no JSON', '42/chat,["message",{]'],
    ['of another namespace', '42["message",{}]'],
    ['binary', new Uint8Array([4])],
    ['an event without a name', '42/chat,[{}]'],
    ['a payload of another shape', '42/chat,["message",{"from":1}]'],
  ])('that are unreadable are reported and skipped: %s', (_, frame) => {
    const fakes = online();
    fakes.last.frame(frame);
    fakes.last.event('online', 'bob');
    expect(fakes.reported.map(({ code }) => code)).toEqual(['protocol']);
    expect(fakes.received.map(({ name }) => name)).toEqual(['online']);
    expect(fakes.connection.state.name).toBe('online');
  });

  it('count one by one, in their order, when they come in a batch; what cannot be read in it costs no other', () => {
    const fakes = online();
    fakes.last.event('batch', [
      ['online', 'bob'],
      ['hologram', {}],
      ['message', { from: 1 }],
      ['batch', [['online', 'nobody']]],
      ['offline', 'bob'],
    ]);
    expect(fakes.received).toEqual([
      { name: 'online', payload: 'bob' },
      { name: 'offline', payload: 'bob' },
    ]);
    expect(fakes.reported.map(({ code }) => code)).toEqual(['protocol']);
  });

  it('end with the goodbye that comes in the middle of a batch', () => {
    const fakes = online();
    fakes.last.event('batch', [
      ['online', 'bob'],
      ['bye', { reason: 'restart' }],
      ['offline', 'bob'],
    ]);
    expect(fakes.received).toEqual([{ name: 'online', payload: 'bob' }]);
  });

  it('of a newer server are skipped without a word', () => {
    const fakes = online();
    fakes.last.event('hologram', {});
    fakes.last.event('constructor', {});
    fakes.last.frame('6');
    expect([fakes.received, fakes.reported]).toEqual([[], []]);
  });

  it('before the login are reported', () => {
    const fakes = harness();
    fakes.connection.connect();
    fakes.last.open();
    fakes.last.event('online', 'bob');
    expect(fakes.received).toEqual([]);
    expect(fakes.reported).toEqual([expect.objectContaining({ code: 'protocol' })]);
  });

  it('with a second login change nothing', () => {
    const prepare = jest.fn(() => EMPTY);
    const fakes = online({ prepare });
    const before = fakes.connection.state;
    fakes.last.login({ id: 'mallory' });
    expect(fakes.connection.state).toBe(before);
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  it('that come late, from a socket that is gone, do nothing', () => {
    const fakes = online();
    const { onmessage, onclose } = fakes.last;
    fakes.last.drop();
    jest.advanceTimersByTime(1_000);
    logIn(fakes);
    const before = fakes.connection.state;
    onmessage?.({ data: '42/chat,["online","bob"]' });
    onmessage?.({ data: '42/chat,["bye",{"reason":"logout"}]' });
    onclose?.({ code: 1006, reason: '' });
    expect([fakes.received, fakes.reported]).toEqual([[], []]);
    expect(fakes.connection.state).toBe(before);
  });
});

describe('send()', () => {
  it('says whether there was a session to send on', () => {
    const fakes = harness();
    const send = (): boolean => fakes.connection.send('renew', {});
    expect(send()).toBe(false);
    fakes.connection.connect();
    expect(send()).toBe(false);
    fakes.last.open();
    expect(send()).toBe(false);
    fakes.last.login();
    expect(send()).toBe(true);
    expect(fakes.last.sentEvents('renew')).toEqual([{}]);
    const { last } = fakes;
    last.drop();
    expect(send()).toBe(false);
    fakes.connection.close();
    expect(send()).toBe(false);
    expect(last.sentEvents('renew')).toHaveLength(1);
  });
});

describe('connect()', () => {
  it('connects without being subscribed to, and once however often it is called', () => {
    const fakes = harness();
    fakes.connection.connect();
    fakes.connection.connect();
    fakes.last.open();
    fakes.connection.connect();
    fakes.last.login();
    fakes.connection.connect();
    expect(fakes.sockets).toHaveLength(1);
  });

  it('gives the session to come, and the one that is there', async () => {
    const fakes = harness(undefined, { prepare: () => EMPTY });
    const next = firstValueFrom(fakes.connection.connect());
    logIn(fakes);
    const current = firstValueFrom(fakes.connection.connect());
    expect(await next).toMatchObject({ epoch: 1, self: { kind: 'user', id: 'alice' } });
    expect(await current).toBe(await next);
  });

  it('waits over lost connections', async () => {
    const fakes = harness(undefined, { prepare: () => EMPTY });
    const session = firstValueFrom(fakes.connection.connect());
    fakes.last.drop();
    jest.advanceTimersByTime(1_000);
    logIn(fakes);
    expect(await session).toMatchObject({ epoch: 1 });
  });

  it.each([
    ['not-connected', ({ connection }: Harness) => connection.disconnect()],
    ['closed', ({ connection }: Harness) => connection.close()],
    [5003, ({ last }: Harness) => last.event('login', { success: false, error: 5003 })],
  ])(
    'fails with %s when that ends it, and leaves no unhandled rejection to those who do not look',
    async (code, end) => {
      const fakes = harness();
      const session = firstValueFrom(fakes.connection.connect());
      fakes.connection.connect();
      fakes.last.open();
      end(fakes);
      await expect(session).rejects.toMatchObject({ code });
    },
  );

  it('fails once the connection is closed, and connects no more', async () => {
    const fakes = harness();
    fakes.connection.close();
    await expect(firstValueFrom(fakes.connection.connect())).rejects.toMatchObject({ code: 'closed' });
    expect(fakes.sockets).toHaveLength(0);
  });

  it('comes back after disconnect(), from attempt 1', () => {
    const fakes = online();
    fakes.connection.disconnect();
    const seen = follow(fakes.connection);
    fakes.connection.connect();
    logIn(fakes);
    expect(fakes.sockets.map(({ ended }) => ended)).toEqual(['closed', undefined]);
    expect(seen).toEqual(['i', 'c1', 'a1', 's1', 'o']);
  });
});

describe('A subscriber of state$', () => {
  const onState = (connection: Connection, name: ConnectionState['name'], act: () => void): void => {
    let acted = false;
    connection.state$.subscribe((state) => {
      if (state.name !== name || acted) return;
      acted = true;
      act();
    });
  };

  it.each(['connecting', 'authenticating', 'syncing', 'online', 'waiting'] as const)(
    'may disconnect when told of %s, and everybody hears the states in their order',
    (name) => {
      const prepared = jest.fn(() => EMPTY);
      const fakes = harness(undefined, { prepare: prepared });
      onState(fakes.connection, name, () => fakes.connection.disconnect());
      const seen = follow(fakes.connection);
      fakes.connection.connect();
      if (name !== 'connecting') logIn(fakes);
      if (name === 'waiting') fakes.last.drop();
      jest.advanceTimersByTime(60_000);
      expect(seen.slice(-2)).toEqual([
        expect.stringMatching(`^${name === 'online' ? 'o' : name.charAt(0)}`),
        'i',
      ]);
      expect(fakes.connection.state.name).toBe('idle');
      expect(fakes.sockets.filter((socket) => socket.isHeldByClient)).toEqual([]);
      expect(fakes.sockets).toHaveLength(name === 'connecting' ? 0 : 1);
      expect(prepared).toHaveBeenCalledTimes(name === 'online' || name === 'waiting' ? 1 : 0);
      expect(jest.getTimerCount()).toBe(0);
    },
  );

  it('may connect at once when told of waiting', () => {
    const fakes = harness();
    onState(fakes.connection, 'waiting', () => fakes.connection.connect());
    fakes.connection.connect();
    fakes.last.drop();
    expect(fakes.sockets).toHaveLength(2);
    expect(fakes.sockets.filter((socket) => socket.isHeldByClient)).toEqual([fakes.last]);
    jest.advanceTimersByTime(14_000);
    expect(fakes.sockets).toHaveLength(2);
  });

  it('may change the user when told of online, and gets the next session', () => {
    const fakes = online();
    const sessions: Session[] = [];
    fakes.connection.disconnect();
    onState(fakes.connection, 'online', () => {
      fakes.connection.disconnect();
      fakes.connection.connect().subscribe((session) => sessions.push(session));
    });
    fakes.connection.connect();
    logIn(fakes);
    logIn(fakes);
    expect(sessions.map(({ epoch }) => epoch)).toEqual([3]);
  });

  it('that throws is told to the application, and breaks nothing', () => {
    const unhandled: unknown[] = [];
    config.onUnhandledError = (error) => unhandled.push(error);
    try {
      const fakes = harness(undefined, { prepare: () => EMPTY });
      const wrong = new Error('mine');
      fakes.connection.state$.subscribe(({ name }) => {
        if (name === 'authenticating') throw wrong;
      });
      const seen = follow(fakes.connection);
      fakes.connection.connect();
      logIn(fakes);
      jest.advanceTimersByTime(1);
      expect(seen).toEqual(['i', 'c1', 'a1', 's1', 'o']);
      expect(unhandled).toEqual([wrong]);
    } finally {
      config.onUnhandledError = null;
    }
  });
});

describe('close()', () => {
  /** What leads from one state to the next. */
  const steps: readonly (readonly [
    ConnectionState['name'],
    (fakes: Harness, prepared$: Subject<never>) => void,
  ])[] = [
    ['idle', () => undefined],
    ['connecting', ({ connection }) => void connection.connect()],
    ['authenticating', ({ last }) => last.open()],
    ['syncing', ({ last }) => last.login()],
    ['online', (_, prepared$) => prepared$.complete()],
    ['waiting', ({ last }) => last.drop()],
    [
      'stopped',
      ({ connection, sockets }) => {
        connection.connect();
        sockets.at(-1)?.frame('44/chat,{"message":"no"}');
      },
    ],
    ['closed', ({ connection }) => connection.close()],
  ];

  it.each(steps.map(([name], index) => ({ name, path: steps.slice(0, index + 1) })))(
    'leaves nothing behind when it is $name',
    ({ name, path }) => {
      const prepared$ = new Subject<never>();
      const hint$ = new Subject<never>();
      const fakes = harness(undefined, { prepare: () => prepared$, network: { hint$ } });
      const { connection } = fakes;
      for (const [, step] of path) step(fakes, prepared$);
      expect(connection.state.name).toBe(name);
      const seen = follow(connection);
      connection.token().subscribe({ error: () => undefined });

      connection.close();

      expect(seen.slice(-2)).toEqual(['z', '|']);
      expect(fakes.sockets.filter((socket) => socket.isHeldByClient)).toEqual([]);
      expect([prepared$.observed, hint$.observed]).toEqual([false, false]);
      expect(jest.getTimerCount()).toBe(0);
      connection.connect();
      connection.disconnect();
      connection.close();
      expect(follow(connection)).toEqual(['z', '|']);
      expect(seen.slice(-2)).toEqual(['z', '|']);
    },
  );

  it('unsubscribes credentials that are still asked for', () => {
    const given$ = new Subject<never>();
    const { connection } = harness(undefined, { auth: () => given$ });
    connection.connect();
    expect(given$.observed).toBe(true);
    connection.close();
    expect(given$.observed).toBe(false);
  });
});

describe('A session that ends', () => {
  it.each([
    ['disconnect()', 'idle', ({ connection }: Harness) => connection.disconnect()],
    ['a broken connection', 'waiting', ({ last }: Harness) => last.drop()],
    ['a goodbye', 'waiting', ({ last }: Harness) => last.event('bye', { reason: 'restart' })],
  ])('by %s fetches no more of what was missed', (_, name, end) => {
    const missed$ = new Subject<never>();
    const fakes = online({ prepare: () => missed$ });
    end(fakes);
    expect(fakes.connection.state.name).toBe(name);
    expect(fakes.last.isHeldByClient).toBe(false);
    expect(missed$.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(name === 'idle' ? 0 : 1);
  });
});
