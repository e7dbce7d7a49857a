import type { Limits } from '../limits';
import type { MessageStore } from '../ports/store';
import type { Sweep } from './sweep';

export interface RetentionOptions {
  readonly messages: Pick<MessageStore, 'prune'>;
  readonly limits: Pick<Limits, 'messageLife' | 'strangerMessageLife'>;
}

/**
 * Messages that go in one step. SQLite works in this very thread: so many keep it for some milliseconds, and between two steps
 * everybody else has a turn.
 */
const STEP = 200;

/** Deletes the messages that have outlived their time, see docs/PROTOCOL.md on retention. */
export const expireMessages =
  ({ messages, limits }: RetentionOptions): Sweep =>
  async (signal) => {
    const now = Date.now();
    const before = { usual: now - limits.messageLife, long: now - limits.strangerMessageLife };
    while (!signal.aborted && (await messages.prune(before, STEP)) > 0);
  };
