import { createIm, user, type ConnectionState, type Im } from 'rxim';
import { below, pick } from '../../support/random';
import { play } from '../harness/stage';
import { pause, until } from '../harness/until';

export interface CyclesOptions {
  readonly cycles: number;
  readonly seed: number;
}

export interface CyclesOutcome {
  /** How many clients were closed in each state. */
  readonly closedIn: Readonly<Partial<Record<ConnectionState['name'], number>>>;
  /** Emissions of any stream after `close()`. */
  readonly late: readonly string[];
  /** What the process held before and after; the same if nothing was left behind. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
}

const STATES = ['idle', 'connecting', 'authenticating', 'syncing', 'online', 'waiting', 'stopped'] as const;
type State = (typeof STATES)[number];

/** Clients that are made, connected and closed again, each in a state of its own. */
export const cycles = ({ cycles: total, seed }: CyclesOptions): Promise<CyclesOutcome> =>
  play(seed, async (stage) => {
    const { random } = stage;
    const server = await stage.server();
    const gone = await stage.proxy(server.url);
    gone.refuse();
    const late: string[] = [];
    const closedIn: Partial<Record<ConnectionState['name'], number>> = {};

    /** A client that will come into this state. */
    const make = (state: State): Im =>
      createIm({
        ...server.clientOptions(`user${below(random, 5)}`),
        ...(state === 'waiting' && { server: gone.url }),
        ...(state === 'stopped' && { clientKey: 'wrong' }),
        random,
        fetch: withoutKeepAlive,
      });

    const cycle = async (): Promise<void> => {
      const state = pick(random, STATES);
      const im = make(state);
      let closed = false;
      const watch = (name: string) => () => {
        if (closed) late.push(name);
      };
      im.message$.subscribe(watch('message$'));
      im.online$.subscribe(watch('online$'));
      im.gaps$.subscribe(watch('gaps$'));
      im.errors$.subscribe(watch('errors$'));
      im.state$.subscribe(({ name }) => {
        if (closed && name !== 'closed') late.push(`state$ ${name}`);
      });
      if (state !== 'idle') im.connect().subscribe({ error: () => undefined });
      im.toUser('user0')
        .text('hi')
        .ok()
        .subscribe({ next: watch('delivery'), error: () => undefined });
      im.send({ to: user('user1'), content: { media: 0, body: 'ho' } }).subscribe({ error: () => undefined });
      await until(state, () => im.state.name === state, { every: 0 });
      // Sometimes a moment later, wherever that is.
      if (random() < 0.3) await pause(below(random, 5));
      closedIn[im.state.name] = (closedIn[im.state.name] ?? 0) + 1;
      const closing = im.close();
      closed = true;
      await closing;
      if (im.state.name !== 'closed') late.push(`is ${im.state.name} after close()`);
    };

    // The first ones start what stays: the pool of fetch, say.
    for (let i = 0; i < 10; i++) await cycle();
    await quiet();
    const before = held();
    for (let i = 0; i < total; i += 5) await Promise.all(Array.from({ length: 5 }, cycle));
    await quiet();
    await until('the handles of before', () => sum(held()) <= sum(before), { within: 5_000 }).catch(
      () => undefined,
    );
    return { closedIn, late, before, after: held() };
  });

/** Connections that `fetch` keeps for later are no client's, and would hide what is. */
const withoutKeepAlive: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set('Connection', 'close');
  return fetch(url, { ...init, headers });
};

/** What keeps the process alive, by kind. */
const held = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const quiet = (): Promise<void> => pause(200);
