import type { ConversationKey } from '../../src/protocol';

/** One device of a user; each has its own view of every conversation. */
export interface Reader {
  readonly user: string;
  readonly device: string;
}

/** What happened, told by whom it happened to, in the order in which it happened. */
export type Entry =
  /** A message was handed to the client. Its `id` is known to sender and receivers alike: it is part of the text. */
  | { readonly type: 'sent'; readonly id: string; readonly conv: ConversationKey; readonly by: Reader }
  /** The server said that it has it. */
  | { readonly type: 'acked'; readonly id: string; readonly seq: number; readonly ts: number }
  /** The server, or the client itself, gave it up for good. */
  | { readonly type: 'refused'; readonly id: string; readonly why: string }
  /** A message reached the application of a device, be it by `message$` or, of the user's other devices, by `yourself$`. */
  | {
      readonly type: 'read';
      readonly id: string;
      readonly conv: ConversationKey;
      readonly by: Reader;
      readonly seq: number;
      readonly ts: number;
    }
  /** A device was told that messages are gone for good. */
  | {
      readonly type: 'gap';
      readonly conv: ConversationKey;
      readonly by: Reader;
      readonly from: number;
      readonly to: number;
    }
  /** A user is to become a member: from here on it may get messages. A device is to begin listening, likewise. */
  | { readonly type: 'joining'; readonly conv: ConversationKey; readonly user: string }
  /** It is one: from here on it must get them. */
  | { readonly type: 'joined'; readonly conv: ConversationKey; readonly user: string }
  /** It is to be one no longer: from here on it need not get messages. */
  | { readonly type: 'leaving'; readonly conv: ConversationKey; readonly user: string }
  /** It is one no longer: from here on it must not get any. */
  | { readonly type: 'left'; readonly conv: ConversationKey; readonly user: string }
  /** A device of a member listens from here on, and goes on doing so through every fault. */
  | { readonly type: 'listening'; readonly by: Reader }
  /** What is stored of a conversation is to be deleted: from here on messages may be missed if a gap says so. */
  | { readonly type: 'wiping'; readonly conv: ConversationKey }
  /** It is deleted; what is said from here on is safe. */
  | { readonly type: 'wiped'; readonly conv: ConversationKey }
  /** The fault injector struck. */
  | { readonly type: 'fault'; readonly what: string };

/** Every client and the fault injector append to one history. */
export class History {
  readonly #entries: Entry[] = [];

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  append(entry: Entry): void {
    this.#entries.push(entry);
  }

  count(type: Entry['type']): number {
    return this.#entries.filter((entry) => entry.type === type).length;
  }
}
