import type {
  Content,
  ConversationKey,
  Cursor,
  ErrorCode,
  Gap,
  Identity,
  Peer,
  PeerType,
  PushShape,
} from 'rxim/protocol';
import type { AccountStore, CodeStore, SessionStore } from './accounts';
import type { KeyringStore } from './keyring';
import type { StoredMessage } from './messages';
import type { InstallationStore, PushQueue } from './push';

export type { StoredMessage } from './messages';

/**
 * What the server keeps, whatever keeps it. Every method is one transaction; `app` comes first wherever an application's
 * data is touched, so that no query can forget it. Times are milliseconds since 1970.
 *
 * A method that cannot do what it was asked throws a `StoreError` with the code that the caller will see.
 */
export interface Store {
  /** Changes when the database was restored from a backup. */
  readonly epoch: string;
  /** Tells clients, from their next login on, that the database is an older one than they knew. */
  renewEpoch(): Promise<void>;
  readonly messages: MessageStore;
  readonly conversations: ConversationStore;
  readonly users: UserStore;
  readonly guests: GuestStore;
  readonly friends: FriendStore;
  readonly groups: GroupStore;
  readonly rooms: RoomStore;
  readonly accounts: AccountStore;
  readonly codes: CodeStore;
  readonly sessions: SessionStore;
  readonly installations: InstallationStore;
  readonly pushes: PushQueue;
  readonly keyring: KeyringStore;
  /** A random secret of this server that is made at the first call and kept, 32 bytes in base64url. */
  secret(name: string): Promise<string>;
  /** Makes another secret: what was made with the one before is not good any more. */
  renewSecret(name: string): Promise<void>;
  /** Resolves if the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A failure with a code of the protocol. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An application's own data about an object; values are JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Whom a stored message is for. Room messages are not stored. */
export type Target =
  /** `relation`: what the sender takes the receiver for; `undefined` leaves it to the store. */
  | { readonly kind: 'user'; readonly id: string; readonly relation?: 'friend' | 'stranger' | undefined }
  | { readonly kind: 'guest'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string };

export interface NewMessage {
  readonly app: string;
  /** `null`: a system message, whose target is a user. */
  readonly sender: Identity | null;
  readonly to: Target;
  readonly content: Content;
  readonly remark?: string | undefined;
  /** Of the notification for receivers who are not there. */
  readonly push?: PushShape | undefined;
  readonly cid?: string | undefined;
  readonly after?: string | undefined;
}

export type Appended =
  | {
      readonly ok: true;
      readonly conv: ConversationKey;
      readonly seq: number;
      readonly ts: number;
      readonly dup: boolean;
      /** What the receiver is to the sender; `Friend` or `Stranger` for users, as the store found it. */
      readonly type: PeerType;
      /** Everybody else who is entitled to it, as read under the conversation's lock. Empty for a `dup`. */
      readonly recipients: readonly Identity[];
    }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly retry: boolean };

/** Messages with `ts` below `before`, oldest first, the last `limit` of them. */
export interface Page {
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface SyncRange {
  readonly cursor: Cursor | null;
  readonly after?: ConversationKey | undefined;
  readonly upTo?: ConversationKey | undefined;
  readonly limit: number;
}

export interface Synced {
  readonly messages: readonly StoredMessage[];
  readonly cursor: Cursor;
  readonly lost: readonly Gap[];
  readonly more: boolean;
}

export interface AppendOptions {
  /** Milliseconds that notifications for installations of the receivers wait before they are due. @default 0 */
  readonly pushDelay?: number;
}

export interface MessageStore {
  /**
   * Stores a batch in one commit and answers in its order: group commit. A message that is refused does not fail the
   * others. Resolves when the commit is on disk; rejects with Database if it is not known to be: what carries a `cid` may then
   * be sent again.
   */
  append(batch: readonly NewMessage[], options?: AppendOptions): Promise<readonly Appended[]>;
  /**
   * History. With `reader`, only what was said while it was a member.
   *
   * @throws StoreError NotFound for a group that does not exist, or not any more
   */
  history(
    app: string,
    conv: ConversationKey,
    page: Page,
    reader?: Identity,
  ): Promise<readonly StoredMessage[]>;
  /** PROTOCOL.md, "Sync". @throws StoreError InvalidArgument for a cursor of more than 500 conversations */
  sync(app: string, self: Identity, range: SyncRange): Promise<Synced>;
  /** Deletes what is stored of a conversation; its `seq` goes on, and a `cid` younger than a day is still known. */
  wipe(app: string, conv: ConversationKey): Promise<void>;
  /**
   * Deletes expired prefixes of conversations, at most `limit` rows; resolves with how many. What strangers and guests said, or
   * was said to them, expires before `long`, everything else before `usual`: what the two were when it was said decides.
   */
  prune(before: { readonly usual: number; readonly long: number }, limit: number): Promise<number>;
}

/** One conversation in the list of a reader's. */
export interface Conversation {
  readonly conv: ConversationKey;
  /** Whom a message to it goes to; absent for system messages. */
  readonly peer?: Peer;
  /** The last message that the reader may see, if it is still stored. */
  readonly last?: StoredMessage;
  readonly seq: number;
  /** May be greater than `seq`: what was said while the reader was no member is not unread. */
  readonly read: number;
}

/** Somebody has read a conversation up to and including `seq`. */
export interface ReadMark {
  readonly app: string;
  readonly self: Identity;
  readonly conv: ConversationKey;
  readonly seq: number;
}

export interface ConversationStore {
  /** Those that the reader takes part in and something was said in, with the newest message first; at most 500. */
  list(app: string, self: Identity, limit: number): Promise<readonly Conversation[]>;
  /**
   * Moves read positions forward, never back; resolves with the marks that did. What its sender has written counts as read
   * without one. Passed over are marks beyond the last message, and of conversations that their reader takes no part in.
   */
  markRead<M extends ReadMark>(marks: readonly M[]): Promise<readonly M[]>;
}

export interface User {
  readonly id: string;
  readonly attributes: Attributes;
  readonly ts: number;
}

/** Objects that carry attributes: users, guests, groups, rooms. */
export interface AttributeStore {
  /** Creates what does not exist only for users; of others throws NotFound. */
  mergeAttributes(app: string, id: string, attributes: Attributes): Promise<void>;
  replaceAttributes(app: string, id: string, attributes: Attributes): Promise<void>;
}

/** Exact matches on attributes (all must hold), read from an index. */
export interface Search {
  /** Text, numbers and truth values, as text; what is longer than 128 characters is not found. */
  readonly where: Readonly<Record<string, string>>;
  /**
   * Attribute names; a leading `-` descends. Objects without the attribute come last, and without any condition those without the
   * first one do not come at all.
   */
  readonly sort: readonly string[];
  readonly skip: number;
  readonly limit: number;
}

export interface UserStore extends AttributeStore {
  /** Makes sure that the user exists; resolves with it. */
  touch(app: string, id: string): Promise<User>;
  get(app: string, id: string): Promise<User | undefined>;
  search(app: string, search: Search): Promise<readonly User[]>;
  /** An installation belongs to the user who logged in there last. */
  addInstall(app: string, id: string, install: string): Promise<void>;
  installs(app: string, id: string): Promise<readonly string[]>;
}

export interface Guest extends User {
  /** SHA-256 of the secret, hex; absent for guests whose id was chosen on trust. */
  readonly secretHash?: string | undefined;
}

export interface GuestStore {
  /** Creates or updates; `secretHash` is set at creation only. */
  save(app: string, id: string, attributes: Attributes, secretHash?: string): Promise<Guest>;
  get(app: string, id: string): Promise<Guest | undefined>;
}

export interface Friendship {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly ts: number;
}

export interface FriendStore {
  /** Idempotent; `created` tells whether it is new. Both users must exist (NotFound). */
  add(app: string, from: string, to: string): Promise<Friendship & { readonly created: boolean }>;
  get(app: string, a: string, b: string): Promise<Friendship | undefined>;
  /** Idempotent; resolves with whether there was one. */
  remove(app: string, a: string, b: string): Promise<boolean>;
  list(app: string, id: string): Promise<readonly string[]>;
  /** Users talked with while no friends, and who are none now, most recent first. */
  strangers(
    app: string,
    id: string,
    skip: number,
    limit: number,
  ): Promise<readonly { id: string; ts: number }[]>;
  /** When the two last talked while they were no friends; `undefined` if they never did. */
  stranger(app: string, id: string, other: string): Promise<{ readonly ts: number } | undefined>;
}

export interface Room {
  readonly id: string;
  readonly members: readonly string[];
  readonly attributes: Attributes;
  readonly ts: number;
}

export interface Group extends Room {
  readonly owner: string;
}

/** What groups and rooms have in common. `max` members: one more is MemberLimit. Members must be users that exist. */
export interface ChannelStore<T extends Room> extends AttributeStore {
  get(app: string, id: string): Promise<T | undefined>;
  /** Resolves with those who were members. */
  delete(app: string, id: string): Promise<readonly string[]>;
  /** Idempotent; resolves with those who are new. */
  addMembers(app: string, id: string, members: readonly string[], max: number): Promise<readonly string[]>;
  /** Idempotent; resolves with those who were members. A group's owner is refused with NotPermitted. */
  removeMembers(app: string, id: string, members: readonly string[]): Promise<readonly string[]>;
  /** Ids of those that the user is in, oldest first. */
  of(app: string, user: string): Promise<readonly string[]>;
  search(app: string, search: Search): Promise<readonly T[]>;
}

export interface GroupStore extends ChannelStore<Group> {
  create(
    app: string,
    group: { owner: string; members: readonly string[]; attributes: Attributes; max: number },
  ): Promise<string>;
  /**
   * `members` replaces the list, but for the owner, who always is a member; attributes are merged. Resolves with who came and who
   * went.
   */
  update(
    app: string,
    id: string,
    change: {
      owner?: string | undefined;
      members?: readonly string[] | undefined;
      attributes?: Attributes | undefined;
      max: number;
    },
  ): Promise<{ readonly added: readonly string[]; readonly removed: readonly string[] }>;
}

export interface RoomStore extends ChannelStore<Room> {
  create(
    app: string,
    room: { members: readonly string[]; attributes: Attributes; max: number },
  ): Promise<string>;
  update(
    app: string,
    id: string,
    change: { members?: readonly string[] | undefined; attributes?: Attributes | undefined; max: number },
  ): Promise<{ readonly added: readonly string[]; readonly removed: readonly string[] }>;
}
