import type { ConversationKey, Cursor, Position } from '../protocol';
import type { Journal } from './journal';

/** A message that the application has in hands. */
interface Pending {
  readonly position: Position;
  done: boolean;
}

const PREFIX = 'c/';

/**
 * The stored cursor: it follows the one in memory once a message was emitted, or, for messages that came through `inbox$`,
 * once the application said that it is done with it and with all before it in that conversation.
 */
export class Checkpoint {
  readonly #pending = new Map<ConversationKey, Pending[]>();

  constructor(private readonly journal: Journal) {}

  /** What an earlier process had read, if only that it had read nothing; `undefined` if there was none. */
  static read(entries: ReadonlyMap<string, string>): Cursor | undefined {
    const cursor: Record<ConversationKey, Position> = {};
    let found = false;
    for (const [key, value] of entries) {
      if (!key.startsWith(PREFIX)) continue;
      if (key !== PREFIX) cursor[key.slice(PREFIX.length)] = JSON.parse(value) as Position;
      found = true;
    }
    return found ? cursor : undefined;
  }

  /** The cursor has passed a message, or more than one that were not for this user. */
  passed(conv: ConversationKey, position: Position): void {
    const pending = this.#pending.get(conv);
    if (pending) pending.push({ position, done: true });
    else this.#keep(conv, position);
  }

  /** The application has a message in hands; call back when it is done with it. */
  entrust(conv: ConversationKey, position: Position): () => void {
    const item: Pending = { position, done: false };
    const pending = this.#pending.get(conv);
    if (pending) pending.push(item);
    else this.#pending.set(conv, [item]);
    return () => {
      item.done = true;
      this.#advance(conv);
    };
  }

  #advance(conv: ConversationKey): void {
    const pending = this.#pending.get(conv);
    if (!pending?.[0]?.done) return;
    const open = pending.findIndex(({ done }) => !done);
    const finished = pending.splice(0, open < 0 ? pending.length : open);
    if (pending.length === 0) this.#pending.delete(conv);
    const last = finished[finished.length - 1];
    if (last) this.#keep(conv, last.position);
  }

  #keep(conv: ConversationKey, position: Position): void {
    this.journal.set(PREFIX + conv, JSON.stringify(position));
  }
}
