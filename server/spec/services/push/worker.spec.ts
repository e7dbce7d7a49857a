import pino from 'pino';
import { DEFAULT_LIMITS } from '../../../src/limits';
import type { PushJob, PushQueue } from '../../../src/ports/push';
import type { PushOutcome, PushProvider } from '../../../src/ports/push-provider';
import type { Metrics } from '../../../src/services/metrics';
import { PushWorker } from '../../../src/services/push/worker';

const CONCURRENCY = 8;

const jobOf = (id: number): PushJob => ({
  id,
  app: 'demo',
  user: 'bob',
  install: `phone-${id}`,
  address: { platform: 'webhook', url: `https://push.test/${id}` },
  language: undefined,
  message: {
    conv: 'u:alice|u:bob',
    seq: id,
    ts: id,
    speaker: { kind: 'user', id: 'alice' },
    to: { kind: 'user', id: 'bob' },
    relation: 0,
    content: { media: 0, body: 'hi' },
  } as unknown as PushJob['message'],
  count: 1,
  tries: 0,
  shape: {},
  read: false,
  senderName: undefined,
  groupName: undefined,
});

/** A worker over a queue in memory; each notification is answered when the spec says so. */
const stage = (size: number) => {
  const waiting = Array.from({ length: size }, (_, i) => jobOf(i + 1));
  const claims: number[] = [];
  const finished: number[] = [];
  const answers = new Map<string, (outcome: PushOutcome) => void>();
  const refusals: unknown[] = [];
  const queue = {
    due: () => Promise.resolve(waiting.length > 0 ? ['webhook'] : []),
    claim: (_: string, limit: number) => {
      claims.push(limit);
      return Promise.resolve(waiting.splice(0, limit));
    },
    finish: (ids: readonly number[]) => Promise.resolve(void finished.push(...ids)),
    giveBack: () => Promise.resolve(),
  } as unknown as PushQueue;
  const provider: PushProvider = {
    platform: 'webhook',
    problemOf: () => undefined,
    send: (address) => new Promise((resolve) => answers.set('url' in address ? address.url : '', resolve)),
  };
  const worker = new PushWorker({
    queue,
    installations: { gone: () => Promise.reject(new Error('the database failed')) },
    providersOf: () => new Map([['webhook', provider]]),
    settingsOf: () => ({}),
    attendance: { since: () => ({ is: 'away' }) },
    limits: { ...DEFAULT_LIMITS, pushPoll: 1, pushConcurrency: CONCURRENCY },
    metrics: { pushes: { inc: () => undefined } } as unknown as Metrics,
    log: Object.assign(pino({ level: 'silent' }), { error: (fields: unknown) => refusals.push(fields) }),
  });
  const answer = (id: number, outcome: PushOutcome): void =>
    answers.get(`https://push.test/${id}`)?.(outcome);
  const comeDue = (id: number): void => void waiting.push(jobOf(id));
  return { worker, comeDue, claims, finished, answers, answer, refusals };
};

const until = async (condition: () => boolean): Promise<void> => {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`never came true: ${condition.toString()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
const SENT: PushOutcome = { result: 'sent' };

it('one that has no answer keeps a place, and none of those behind it waiting', async () => {
  const { worker, finished, answers, answer } = stage(20);
  worker.start();
  for (let id = 2; id <= 20; id++) {
    await until(() => answers.has(`https://push.test/${id}`));
    answer(id, SENT);
  }
  await until(() => finished.length === 19);
  answer(1, SENT);
  await worker.stop();
  expect(finished.at(-1)).toBe(1);
});

it('what becomes due while nothing has an answer is sent at the next look', async () => {
  const { worker, comeDue, answers, answer } = stage(1);
  worker.start();
  await until(() => answers.size === 1);
  comeDue(2);
  await until(() => answers.size === 2);
  const stopped = worker.stop();
  answer(1, SENT);
  answer(2, SENT);
  await stopped;
});

it('a few are taken in one turn of the loop, and no more at once than is allowed', async () => {
  const { worker, claims, answers, answer } = stage(20);
  worker.start();
  await until(() => answers.size === CONCURRENCY);
  await new Promise((resolve) => setImmediate(resolve));
  expect(answers.size).toBe(CONCURRENCY);
  expect(claims).toEqual([4, 4]);
  const stopped = worker.stop();
  for (let id = 1; id <= CONCURRENCY; id++) answer(id, SENT);
  await stopped;
  expect(answers.size).toBe(CONCURRENCY);
});

it('a failure of one is logged and ends none of the others', async () => {
  const { worker, finished, answers, answer, refusals } = stage(6);
  worker.start();
  await until(() => answers.size === 6);
  answer(1, { result: 'gone', reason: '410' });
  for (let id = 2; id <= 6; id++) answer(id, SENT);
  await worker.stop();
  expect(finished).toEqual([2, 3, 4, 5, 6]);
  expect(refusals).toHaveLength(1);
});
