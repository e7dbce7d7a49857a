// What a client holds while its connection comes and goes.
import type { Observable } from 'rxjs';
import { createIm, friend, liveRoom, room, text, type Im, type ImOptions } from 'rxim';
import { fakeSockets, type FakeSocket } from '../support/fake-socket';
import { heap } from '../../server/spec/support/heap';
import { note } from './harness/outcome';
import { isFull, patience, sized } from './harness/scale';

jest.setTimeout(patience);

/** A window, as far as a client looks at it, that counts who listens. */
const openWindow = () => {
  const listening = new Map<string, number>();
  const count = (name: string, by: number): void => {
    listening.set(name, (listening.get(name) ?? 0) + by);
  };
  const target = {
    addEventListener: (name: string) => count(name, 1),
    removeEventListener: (name: string) => count(name, -1),
  };
  Object.assign(globalThis, target, { document: { ...target, visibilityState: 'visible' } });
  return listening;
};

const ANSWERS: readonly (readonly [RegExp, unknown])[] = [
  [/sync$/, { messages: [], cursor: {}, more: false }],
  [/rooms\/lobby$/, { members: ['alice'], attributes: {}, ts: 1 }],
  [/./, []],
];

let im: Im | undefined;
beforeEach(() => void jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick'] }));
afterEach(async () => {
  await im?.close();
  jest.useRealTimers();
  for (const name of ['addEventListener', 'removeEventListener', 'document'])
    Reflect.deleteProperty(globalThis, name);
});

const setUp = (play: (socket: FakeSocket, count: number) => void, options: Partial<ImOptions> = {}) => {
  const listening = openWindow();
  const fakes = fakeSockets(play);
  let requests = 0;
  const client = createIm({
    server: 'http://localhost',
    appId: 'demo',
    clientKey: 'key',
    credentials: { userId: 'alice' },
    WebSocket: fakes.WebSocket,
    fetch: (input) => {
      requests++;
      const { pathname } = new URL(new Request(input).url);
      return Promise.resolve(Response.json(ANSWERS.find(([path]) => path.test(pathname))?.[1]));
    },
    random: () => 0,
    ...options,
  });
  im = client;
  return { fakes, client, listening, requests: () => requests };
};

it('holds after many reconnects what it held after the first: listeners, timers, sockets, subscriptions', async () => {
  const { client, fakes, listening, requests } = setUp((socket) => {
    setTimeout(() => socket.open(), 1);
    setTimeout(() => socket.login(), 2);
  });
  const heard: string[] = [];
  client.message$.subscribe(({ content }) => heard.push(String(content.body)));
  const views: readonly Observable<unknown>[] = [
    client.friends.live$,
    client.conversations$,
    client.conversation(friend('bob')).messages$,
    client.conversation(room('lobby')).messages$,
    liveRoom(client, 'lobby'),
  ];
  for (const view of views) view.subscribe();
  client.connect();
  let seq = 0;
  const reconnect = async (): Promise<void> => {
    await jest.advanceTimersByTimeAsync(1_000);
    expect(client.state.name).toBe('online');
    heard.length = 0;
    fakes.last.event('message', { from: friend('carol'), content: text(`${++seq}`), ts: seq, seq });
    expect(heard).toEqual([`${seq}`]);
    fakes.last.drop();
  };
  const held = async () => {
    await jest.advanceTimersByTimeAsync(1_000);
    const before = requests();
    await reconnect();
    await jest.advanceTimersByTimeAsync(1_000);
    return {
      listening: Object.fromEntries(listening),
      timers: jest.getTimerCount(),
      sockets: fakes.sockets.filter(({ isHeldByClient }) => isHeldByClient).length,
      // As many as there are views, and one sync.
      requests: requests() - before,
    };
  };

  await reconnect();
  const first = await held();
  for (let i = 0; i < 300; i++) await reconnect();
  expect(await held()).toEqual(first);
  expect(first).toMatchObject({ listening: { online: 1, offline: 1, visibilitychange: 1 }, sockets: 1 });

  // What nobody can count takes room all the same.
  const before = heap();
  const opened = fakes.sockets.length;
  const times = sized(10_000);
  for (let i = 0; i < times; i++) await reconnect();
  (fakes.sockets as FakeSocket[]).splice(opened);
  const growth = (heap() - before) / times;
  note('reconnects', { reconnects: times, 'bytes kept of each': Math.round(growth) });
  // Of few, what is still being compiled and cached has a share.
  expect(growth).toBeLessThan(isFull ? 1_000 : 2_500);
  await client.close();
  expect(Object.fromEntries(listening)).toEqual({ online: 0, offline: 0, visibilitychange: 0 });
  expect(jest.getTimerCount()).toBe(0);
});

it('opens no socket but those of its attempts while it is offline, however many requests need a token', async () => {
  const unreachable = (socket: FakeSocket): unknown => setTimeout(() => socket.drop(), 1);
  let asked = 0;
  const { client, fakes, requests } = setUp(unreachable, {
    credentials: () => {
      asked++;
      return { userId: 'alice' };
    },
    random: () => 0.5,
  });
  client.connect();
  await jest.advanceTimersByTimeAsync(60_000);
  const alone = fakes.sockets.length;
  expect(alone).toBeLessThan(15);
  let failed = 0;
  for (let i = 0; i < 10_000; i++) client.groups.list('alice').subscribe({ error: () => failed++ });
  expect(fakes.sockets).toHaveLength(alone);
  await jest.advanceTimersByTimeAsync(60_000);
  // One attempt at a time, and its waits are as long as they were.
  expect(fakes.sockets.length - alone).toBeLessThan(8);
  expect({ asked, requests: requests(), failed }).toEqual({
    asked: fakes.sockets.length,
    requests: 0,
    failed: 0,
  });
  expect(fakes.sockets.filter(({ isHeldByClient }) => isHeldByClient).length).toBeLessThanOrEqual(1);
});
