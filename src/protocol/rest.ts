import { arrayOf, guardFrom, integer, object, optional, record, string, where, type Guard } from './guard';
import { contentGuard } from './guards';
import type { Content } from './media';
import type { ConversationKey } from './conversations';
import type { PushShape } from './messages';
import type { Peer } from './peers';

/** An application's own data about a user, guest, group or room; values are JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What a search finds of users. */
export interface FoundUser<A = Attributes> {
  readonly id: string;
  readonly online: boolean;
  readonly ts: number;
  readonly attributes: A;
}

/** Everything about one user. `sessions` counts the live ones, `ts` is when the user was created. */
export interface UserInfo<A = Attributes> {
  readonly attributes: A;
  readonly installs: readonly string[];
  readonly sessions: number;
  readonly friends: readonly string[];
  readonly groups: readonly string[];
  readonly rooms: readonly string[];
  readonly ts: number;
}

/** `ns` is the application's id. */
export interface NewFriendship {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly ns: string;
  readonly ts: number;
}

/** Two users who are friends: since when, and whether the other is online. */
export interface Friendship {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly online: boolean;
  readonly ts: number;
}

/** Friend or stranger in a detailed list; `recent` is the last message of the two. */
export interface Contact {
  readonly id: string;
  readonly online: boolean;
  readonly recent?: ChatRecord;
}

/** Somebody whom a user talked with and is no friend of. */
export interface Stranger {
  readonly ts: number;
  readonly online: boolean;
  readonly recent?: ChatRecord;
}

/** One message of a history. */
export interface ChatRecord {
  /** Who wrote it: the id of a user, or of the guest. */
  readonly speaker: string;
  readonly content: Content;
  readonly ts: number;
  readonly remark?: string;
  readonly seq?: number;
  /** Of the reader's own messages: the id under which they were sent. */
  readonly cid?: string;
}

/** One conversation in the list of a user's. */
export interface ConversationInfo {
  readonly conv: ConversationKey;
  /** Whom a message to it goes to; absent for the system's messages, which nobody answers. */
  readonly peer?: Peer;
  /** The last message, if it is still stored. */
  readonly last?: ChatRecord;
  /** `seq` of the last message that this user may see. */
  readonly seq: number;
  /** `seq` up to which this user has read; its own messages count as read. */
  readonly read: number;
}

/** A room as one asks for it. */
export interface RoomInfo<A = Attributes> {
  readonly members: readonly string[];
  /** Members who are there now; only in rooms whose attribute `presence` is `members`. */
  readonly online?: readonly string[];
  readonly attributes: A;
  readonly ts: number;
}

/** A group as one asks for it. */
export interface GroupInfo<A = Attributes> extends Omit<RoomInfo<A>, 'online'> {
  readonly owner: string;
}

/** A room in a list; `name` is its attribute of that name. */
export interface ListedRoom<A = Attributes> extends RoomInfo<A> {
  readonly id: string;
  readonly name?: string;
  /** How many members are there now, where the room tells; whoever finds it may know. */
  readonly present?: number;
}

/** A group in a list. */
export interface ListedGroup<A = Attributes> extends GroupInfo<A> {
  readonly id: string;
  readonly name?: string;
  readonly recent?: ChatRecord;
}

/** Body of `POST /rooms`; `name` is stored as the attribute `name`. */
export interface NewRoom {
  readonly name?: string;
  readonly members?: readonly string[];
  readonly attributes?: Attributes;
}

/** Body of `POST /groups`; the owner is a member without being named as one. */
export interface NewGroup extends NewRoom {
  readonly owner: string;
}

/** Body of `PUT /rooms/:id`; `members` replaces the list. */
export type RoomChange = Omit<NewRoom, 'attributes'>;

/** Body of `PUT /groups/:id`; `members` replaces the list. */
export type GroupChange = Partial<Omit<NewGroup, 'attributes'>>;

/** Body of `POST /system…`. */
export interface SystemMessage {
  readonly content: Content;
  readonly push?: PushShape;
  readonly remark?: string;
}

/** Rows in one answer: what the server gives unless asked, and what it gives at the most. */
export const PAGE = { usual: 20, most: 100 } as const;

/** An id alone. */
export const idGuard: Guard<string> = string;
/** A list of ids. */
export const idsGuard: Guard<readonly string[]> = arrayOf(string);

/** Answer to `POST /attachment`: the URL, and for an image that of its thumbnail. Only what is loaded later reads it. */
export const urlsGuard = /* @__PURE__ */ guardFrom<readonly [string, ...string[]]>(() =>
  where('a list of URLs', (value) => idsGuard(value) === undefined && (value as unknown[]).length > 0),
);

/** Records of a conversation. */
export const chatsGuard = arrayOf(
  object<ChatRecord>({
    speaker: string,
    content: contentGuard,
    ts: integer,
    remark: optional(string),
    seq: optional(integer),
    cid: optional(string),
  }),
);

/** Answer to `GET /ctx/:user/conversations`. Only what is loaded later reads it. */
export const conversationsGuard = /* @__PURE__ */ guardFrom<readonly ConversationInfo[]>(() =>
  arrayOf(
    object<Record<keyof ConversationInfo, unknown>>({
      conv: string,
      peer: optional(record),
      last: optional(record),
      seq: integer,
      read: integer,
    }),
  ),
);

/** Body of `POST /accounts`. */
export interface NewAccount {
  readonly username: string;
  /** 8 to 128 characters. */
  readonly password: string;
}

/** The user id of an account. */
export interface Account {
  readonly id: string;
}

/** Body of `POST /accounts/password`. */
export interface PasswordChange {
  readonly oldPassword: string;
  readonly newPassword: string;
  /** The installation that keeps its notifications: that of this device. */
  readonly install?: string;
}
