import { pino } from 'pino';
import type { Appended, NewMessage } from '../../src/ports/store';
import { AppendQueue } from '../../src/services/append-queue';
import { Metrics } from '../../src/services/metrics';

const message: NewMessage = {
  app: 'demo',
  sender: { kind: 'user', id: 'alice' },
  to: { kind: 'user', id: 'bob' },
  content: { media: 0, body: 'hi' },
};

const stored = (batch: readonly NewMessage[]): Appended[] =>
  batch.map((_, index) => ({
    ok: true,
    conv: 'u:alice|u:bob',
    seq: index + 1,
    ts: 1,
    dup: false,
    type: 0,
    recipients: [],
  }));

/** A queue over a database that does as it is told, and what came of each message. */
const queueOver = (
  append: (batch: readonly NewMessage[]) => Promise<readonly Appended[]>,
  appendQueue = 100,
) => {
  const outcomes: unknown[] = [];
  /** How many outcomes there were whenever a batch had all its answers. */
  const answered: number[] = [];
  const queue = new AppendQueue({
    messages: { append },
    limits: { appendBatch: 10, appendQueue, pushDelay: 1 },
    answered: () => void answered.push(outcomes.length),
    metrics: new Metrics(),
    log: pino({ level: 'silent' }),
  });
  const push = () =>
    queue.push({
      message,
      accepted: ({ seq }) => void outcomes.push(seq),
      refused: ({ code, retry }) => void outcomes.push({ code, retry }),
    });
  return { queue, push, outcomes, answered };
};

describe('AppendQueue', () => {
  it('refuses with `retry` what a database that failed did not store, and goes on when it is back', async () => {
    let state: 'down' | 'up' = 'down';
    const { queue, push, outcomes } = queueOver(async (batch) => {
      if (state === 'down') throw new Error('disk full');
      return stored(batch);
    });
    push();
    push();
    await new Promise((resolve) => setImmediate(resolve));
    expect(outcomes.splice(0)).toEqual([
      { code: 5002, retry: true },
      { code: 5002, retry: true },
    ]);
    state = 'up';
    push();
    await queue.drain();
    expect(outcomes).toEqual([1]);
  });

  it('tells when a batch has its answers, each of them, and not before', async () => {
    const { queue, push, answered } = queueOver(async (batch) => stored(batch));
    for (let i = 0; i < 12; i++) push();
    expect(answered).toEqual([]);
    await queue.drain();
    expect(answered).toEqual([10, 12]);
  });

  it('takes no more than its limit while the database stands still', async () => {
    let release = (): void => undefined;
    const { queue, push, outcomes } = queueOver(async (batch) => {
      await new Promise<void>((resolve) => (release = resolve));
      return stored(batch);
    }, 2);
    push();
    await new Promise((resolve) => setImmediate(resolve));
    push();
    push();
    expect(push).toThrow('too many messages wait');
    release();
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await queue.drain();
    expect(outcomes).toEqual([1, 1, 2]);
  });

  it('takes nothing once it is being drained, and is drained when what it took has its answer', async () => {
    const { queue, push, outcomes } = queueOver(async (batch) => stored(batch));
    push();
    const drained = queue.drain();
    expect(push).toThrow('about to restart');
    await drained;
    expect(outcomes).toEqual([1]);
  });
});
