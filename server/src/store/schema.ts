import type { ColumnType, Generated } from 'kysely';
import type { AccountKeyTable, AccountTable, GenerationTable, PhoneCodeTable } from './accounts/tables';
import type { InstallTable, PushTable } from './push/tables';

/** Set at the insert and never changed. */
type Fixed<T> = ColumnType<T, T, never>;

/** How long a message is kept; numbers, since the database sorts by them. */
export const Keep = {
  /** Friends, groups and system messages. */
  Usual: 0,
  /** Strangers and guests. */
  Long: 1,
  /** Wiped or expired already: what is left of it answers a repeated `cid` for a day. */
  Husk: 2,
} as const;
export type Keep = (typeof Keep)[keyof typeof Keep];

/** One row a conversation, and the lock that whoever writes to it or changes its members must hold. */
export interface ConversationTable {
  id: Generated<number>;
  app: Fixed<string>;
  key: Fixed<string>;
  /** Never reset: whatever is deleted, no `seq` is used twice. */
  last_seq: number;
  last_ts: number;
  /** The greatest `seq` that expired or was wiped. Rows up to here are husks or gone. */
  floor: number;
  /** Of the oldest row that is left, so that pruning finds its work without reading messages. */
  oldest_ts: number | null;
  oldest_keep: Keep | null;
  /** 1: the two have talked while they were no friends. */
  strangers: number;
  /**
   * Of two who talk: the `seq` of what the first and the second one in the key said last, which they have read therefore. This
   * row is written with every message anyway; in a group it is the participants' rows that tell.
   */
  first_said: Generated<number>;
  second_said: Generated<number>;
}

export interface MessageTable {
  conv: Fixed<number>;
  seq: Fixed<number>;
  ts: Fixed<number>;
  app: Fixed<string>;
  /** `u:alice` or `p:guest`; null for a system message. */
  speaker: Fixed<string | null>;
  to_id: Fixed<string>;
  to_type: Fixed<number>;
  /** JSON `{ content, remark? }`; null in a husk. */
  payload: string | null;
  cid: Fixed<string | null>;
  /** Of key and payload: tells a repeated `cid` from a reused one, also when the payload is gone. */
  digest: Fixed<string | null>;
  keep: Fixed<Keep>;
}

/**
 * Who may read which part of a conversation: (joined_seq, left_seq]. Users of a group leave and join again, so one may have
 * several intervals; current members are those with an open one. A room has members and no messages.
 */
export interface ParticipantTable {
  app: Fixed<string>;
  member: Fixed<string>;
  /** The conversation's key again: sync walks (app, member, key) in the order of keys. */
  key: Fixed<string>;
  conv: Fixed<number>;
  joined_seq: Fixed<number>;
  joined_ts: Fixed<number>;
  left_seq: number | null;
  left_ts: number | null;
  /** The greatest `seq` that the member has read; in a group, or written. Below `joined_seq` it means nothing. */
  read_seq: Generated<number>;
}

export type EntityKind = 'user' | 'guest' | 'group' | 'room';

/** Whatever carries attributes. */
export interface EntityTable {
  app: Fixed<string>;
  kind: Fixed<EntityKind>;
  id: Fixed<string>;
  /** JSON object. */
  attributes: string;
  ts: Fixed<number>;
  /** Of groups. */
  owner: string | null;
  /** Of guests. */
  secret_hash: Fixed<string | null>;
  /** The conversation of a group, the member list of a room. */
  conv: Fixed<number | null>;
}

/** The index that search reads: one row for each attribute whose value is a short scalar. */
export interface AttributeTable {
  app: Fixed<string>;
  kind: Fixed<EntityKind>;
  id: Fixed<string>;
  name: Fixed<string>;
  value: Fixed<string>;
  /** Numbers sort as such; everything else is 0 here and sorts by `value`. */
  number: Fixed<number>;
}

/** Two rows a friendship, one for either side. */
export interface FriendTable {
  app: Fixed<string>;
  self: Fixed<string>;
  other: Fixed<string>;
  id: Fixed<string>;
  initiator: Fixed<string>;
  ts: Fixed<number>;
}

/** What the server remembers about itself. */
export interface SettingTable {
  name: Fixed<string>;
  value: string;
}

export interface Schema {
  conversation: ConversationTable;
  message: MessageTable;
  participant: ParticipantTable;
  entity: EntityTable;
  attribute: AttributeTable;
  friend: FriendTable;
  install: InstallTable;
  push: PushTable;
  setting: SettingTable;
  account: AccountTable;
  account_key: AccountKeyTable;
  phone_code: PhoneCodeTable;
  generation: GenerationTable;
}
