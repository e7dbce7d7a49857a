import { setTimeout as pause } from 'node:timers/promises';
import { readGuard, type Read } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Limits } from '../limits';
import type { Hub, SessionId } from '../ports/hub';
import type { ConversationStore, ReadMark } from '../ports/store';
import { Batcher } from './batcher';
import type { Session } from './session';

export interface ReadPositionsOptions {
  readonly conversations: Pick<ConversationStore, 'markRead'>;
  readonly hub: Hub;
  readonly limits: Pick<Limits, 'appendBatch' | 'appendQueue'>;
  readonly log: Logger;
}

interface Mark extends ReadMark {
  readonly session: SessionId;
}

/** Milliseconds between two commits of positions: they can wait, and messages should not wait for them. */
const REST = 50;

/** Keys are ASCII; whatever else is in one, nobody has such a conversation. */
const KEY = /^[\x21-\x7e]{1,300}$/;

/** What users have read: kept, and told to their other sessions. */
export class ReadPositions {
  readonly #batches: Batcher<Mark>;

  constructor(private readonly options: ReadPositionsOptions) {
    this.#batches = new Batcher((batch) => this.#commit(batch), options.limits.appendBatch);
  }

  /** Takes the payload of a `read`, whatever it is. It has no answer: what cannot be so is passed over. */
  mark({ app, identity, id, extended }: Session, payload: unknown): void {
    if (!extended || readGuard(payload) !== undefined) return;
    const { conv, seq } = payload as Read;
    if (!KEY.test(conv) || this.#batches.waiting >= this.options.limits.appendQueue) return;
    this.#batches.push({ app, self: identity, conv, seq, session: id });
  }

  /** Resolves when all that was marked is kept. */
  drain(): Promise<void> {
    return this.#batches.drain();
  }

  async #commit(batch: readonly Mark[]): Promise<void> {
    const { conversations, hub, log } = this.options;
    try {
      for (const { app, self, conv, seq, session } of await conversations.markRead(batch)) {
        hub.toIdentities(app, [self], 'read', { conv, seq }, session);
      }
    } catch (error) {
      // Clients tell again what they have read when they read more.
      log.error({ err: error, marks: batch.length }, 'read positions could not be kept');
    }
    await pause(REST);
  }
}
