import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Observable } from 'rxjs';
import { createIm, type ImError } from 'rxim';
import { createTestServer } from 'rxim-server/testing';
import { until } from '../../faults/harness/until';
import { pick, seeded } from '../../support/random';
import { createFuzzer } from '../harness/fuzzer';
import { HostileServer } from '../harness/hostile-server';
import { mutateJson } from '../harness/mutate';
import { write } from '../harness/nasty';
import { record } from '../harness/record';
import { tell } from '../harness/report';

const BURST = 50;

/** Answers of REST that clients ask for by themselves. */
const ANSWERS: readonly unknown[] = [
  { messages: [], cursor: { 'u:alice|u:bob': [1, 2] }, more: false },
  {
    messages: [
      {
        conv: 'u:alice|u:bob',
        event: ['message', { from: { id: 'bob', type: 0 }, content: { media: 0, body: 'x' }, ts: 1, seq: 1 }],
      },
    ],
    cursor: {},
    lost: [{ conv: 'g:1', from: 1, to: 2 }],
    more: true,
  },
  [{ id: 'bob', online: true }],
];

export interface ClientUnderFire {
  readonly sent: number;
  readonly connections: number;
  /** Streams that ended while the client lived. */
  readonly ended: readonly string[];
  /** Milliseconds. */
  readonly longestWait: number;
  /** Errors that reached nobody. */
  readonly unhandled: readonly unknown[];
  /** Errors that the client reported, by their codes. */
  readonly reported: Readonly<Record<string, number>>;
}

const count = (codes: readonly (string | number)[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
};

/** Lets a server say what no server should to a client that comes back again and again. */
export const fuzzClient = async ({
  frames,
  seed,
}: {
  readonly frames: number;
  readonly seed: number;
}): Promise<ClientUnderFire> => {
  const random = seeded(seed);
  const real = await createTestServer();
  const { fromServer } = await record(real);
  await real.close();
  const next = createFuzzer({ random, seed, corpus: fromServer });
  let left = frames;
  const server = new HostileServer({
    frames: () => Array.from({ length: Math.min(BURST, left) }, () => (left--, next())),
    answer: () => write(mutateJson(random, pick(random, ANSWERS))),
  });
  const url = await server.listen();

  const unhandled: unknown[] = [];
  const keep = (error: unknown): void => void unhandled.push(error);
  process.on('uncaughtException', keep).on('unhandledRejection', keep);
  const errors: ImError[] = [];
  const ended: string[] = [];
  const im = createIm({
    server: url,
    appId: 'demo',
    clientKey: 'k',
    credentials: { userId: 'alice' },
    backoff: { initial: 1, max: 5 },
    random,
  });
  im.errors$.subscribe((error) => errors.push(error));
  const streams: Readonly<Record<string, Observable<unknown>>> = {
    message$: im.message$,
    yourself$: im.yourself$,
    sys$: im.sys$,
    online$: im.online$,
    offline$: im.offline$,
    gaps$: im.gaps$,
    state$: im.state$,
  };
  let alive = true;
  for (const [name, stream$] of Object.entries(streams))
    stream$.subscribe({ error: () => ended.push(name), complete: () => alive && ended.push(name) });
  const lists: readonly Observable<unknown>[] = [im.friends.live$, im.conversations$];
  const views = lists.map((view$) => view$.subscribe({ error: () => undefined }));
  let longestWait = 0;
  // A refused login or a goodbye for good stops a client, and others make it wait; its application tries again.
  im.state$.subscribe((state) => {
    if (state.name === 'waiting') longestWait = Math.max(longestWait, state.retryAt - Date.now());
    if (state.name === 'stopped' || state.name === 'waiting') setImmediate(() => alive && im.connect());
  });
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  im.connect();
  await until('every frame sent', () => left <= 0, { within: 500_000 });
  delay.disable();
  for (const view of views) view.unsubscribe();
  alive = false;
  await im.close();
  await server.close();
  process.off('uncaughtException', keep).off('unhandledRejection', keep);

  const reported = count(errors.map(({ code }) => code));
  tell(`${frames} fuzzed frames to the client`, {
    frames: server.sent,
    connections: server.connections,
    'event loop p99 ms (both sides in one process)': Math.round(delay.percentile(99) / 1e5) / 10,
    ...reported,
  });
  return { sent: server.sent, connections: server.connections, longestWait, ended, unhandled, reported };
};
