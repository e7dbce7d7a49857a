import { ErrorCode } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Limits } from '../limits';
import type { Appended, MessageStore, NewMessage } from '../ports/store';
import { Batcher } from './batcher';
import { Failure } from './failure';
import type { Metrics } from './metrics';
import { refused, type Refused } from './refusal';

export type Accepted = Extract<Appended, { ok: true }>;

/** A message on its way to disk, and what is to happen then. */
export interface Pending {
  readonly message: NewMessage;
  readonly accepted: (appended: Accepted) => void;
  readonly refused: (refused: Refused) => void;
}

export interface AppendQueueOptions {
  readonly messages: Pick<MessageStore, 'append'>;
  readonly limits: Pick<Limits, 'appendBatch' | 'appendQueue' | 'pushDelay'>;
  /** Called when a batch has its answers, and all that follows from them was said: nothing else is to be waited for. */
  readonly answered: () => void;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** Group commit: messages of one turn of the event loop, and all that come while a commit is under way, share the next one. */
export class AppendQueue {
  readonly #batches: Batcher<Pending>;
  /** Once the server is about to stop, nothing more is taken. */
  #intake: 'open' | 'closed' = 'open';

  constructor(private readonly options: AppendQueueOptions) {
    this.#batches = new Batcher((batch) => this.#commit(batch), options.limits.appendBatch);
  }

  /** Throws a `Failure` that says to try again if it takes no more. */
  push(pending: Pending): void {
    this.checkIntake();
    this.#batches.push(pending);
  }

  checkIntake(): void {
    if (this.#intake === 'closed') throw new Failure(ErrorCode.Unavailable, 'the server is about to restart');
    if (this.#batches.waiting >= this.options.limits.appendQueue)
      throw new Failure(ErrorCode.Unavailable, 'too many messages wait to be stored');
  }

  /** From now on nothing is taken; resolves when what was taken before has its answer. */
  async drain(): Promise<void> {
    this.#intake = 'closed';
    await this.#batches.drain();
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const { messages, answered, metrics, log } = this.options;
    metrics.batch.observe(batch.length);
    let results: readonly Appended[];
    try {
      const pushDelay = this.options.limits.pushDelay;
      results = await messages.append(
        batch.map(({ message }) => message),
        { pushDelay },
      );
    } catch (error) {
      // Nothing was stored. Whatever the reason is, the database is not well, and the senders try again.
      log.error({ err: error, messages: batch.length }, 'messages could not be stored');
      results = batch.map(() => ({ ok: false, ...refused(ErrorCode.Database) }));
    }
    batch.forEach((pending, index) => {
      const result = results[index];
      if (result?.ok) pending.accepted(result);
      else pending.refused(result ?? refused(ErrorCode.Database));
    });
    answered();
  }
}
