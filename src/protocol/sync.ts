import type { ConversationKey } from './conversations';
import type { Message, System, Yourself } from './messages';

/**
 * How far a client has read a conversation: the last message's `seq` and its tag, which is its `ts`. A tag that is not the
 * stored row's tells that the database is not the one that the client knew.
 */
export type Position = readonly [seq: number, tag: number];

/** Positions by conversation. */
export type Cursor = Readonly<Record<ConversationKey, Position>>;

/** One missed event, exactly as it would have come live. */
export type Missed =
  | readonly ['message', Message]
  | readonly ['yourself', Yourself]
  | readonly ['sys', System];

/** Messages `from`…`to` of a conversation are gone for good; `reset` if all that the client knew of it may be wrong. */
export interface Gap {
  readonly conv: ConversationKey;
  readonly from: number;
  readonly to: number;
  readonly reset?: true;
}

/** Body of `POST /ctx/:user/sync` (PROTOCOL.md, "Sync"). */
export interface SyncRequest {
  /** `null`: tell the positions of now, and no messages. */
  readonly cursor: Cursor | null;
  /** The request speaks of conversations above this key … */
  readonly after?: ConversationKey | undefined;
  /** … up to and including this one. */
  readonly upTo?: ConversationKey | undefined;
  /** Messages in the answer at the most. @default 200 */
  readonly limit?: number;
}

/** What a device missed, and the positions to go on from. */
export interface SyncAnswer {
  /** Ordered within each conversation. */
  readonly messages: readonly { readonly conv: ConversationKey; readonly event: Missed }[];
  /** Where the client is after this answer; conversations that are not named have not moved. */
  readonly cursor: Cursor;
  readonly lost?: readonly Gap[];
  /** Ask again with the new cursor (of a `null` request: with `after` the greatest key of this answer). */
  readonly more: boolean;
}

/** Conversations that one request may name. */
export const SYNC_RANGE = 500;
