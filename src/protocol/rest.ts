import type { Content } from './media';

/** An application's own data about a user, guest, group or room; values are JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** One message of a history (guide: 聊天记录). */
export interface ChatRecord {
  /** Id of the user or guest who wrote it. */
  readonly speaker: string;
  readonly content: Content;
  readonly ts: number;
  readonly remark?: string;
  readonly seq: number;
}

/** `GET /ctx`. */
export interface FoundUser {
  readonly id: string;
  readonly online: boolean;
  readonly ts: number;
  readonly attributes: Attributes;
}

/** `GET /ctx/:user`. */
export interface UserDetails {
  readonly attributes: Attributes;
  /** Installations that offline notifications go to. */
  readonly installs: readonly string[];
  /** How many live sessions there are. */
  readonly sessions: number;
  readonly friends: readonly string[];
  readonly groups: readonly string[];
  readonly rooms: readonly string[];
  readonly ts: number;
}

/** `POST /ctx/:user/friends/:friend`. */
export interface NewFriendship {
  readonly id: string;
  /** Who asked for it. */
  readonly from: string;
  readonly to: string;
  /** The application. */
  readonly ns: string;
  readonly ts: number;
}

/** `GET /ctx/:user/friends/:friend`. */
export interface FriendshipDetails {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Whether `:friend` is. */
  readonly online: boolean;
  readonly ts: number;
}

/** `GET /ctx/:user/friends?detail`, `GET /ctx/:user/strangers?detail`. */
export interface Contact {
  readonly id: string;
  readonly online: boolean;
  /** The latest message that the two exchanged. */
  readonly recent?: ChatRecord;
}

/** `GET /ctx/:user/strangers/:stranger`. */
export interface StrangerDetails {
  /** When the two last talked. */
  readonly ts: number;
  readonly online: boolean;
  readonly recent?: ChatRecord;
}

/** `GET /rooms/:id`. */
export interface RoomDetails {
  readonly members: readonly string[];
  readonly attributes: Attributes;
  readonly ts: number;
}

/** `GET /groups/:id`. */
export interface GroupDetails extends RoomDetails {
  readonly owner: string;
}

/** `GET /ctx/:user/rooms?detail`. */
export interface JoinedRoom extends RoomDetails {
  readonly id: string;
}

/** `GET /ctx/:user/groups?detail`. */
export interface JoinedGroup extends GroupDetails {
  readonly id: string;
  /** The attribute `name`, as clients of 2016 expect it. */
  readonly name?: string;
  readonly recent?: ChatRecord;
}

/** `GET /rooms`: who is in it is told to its members only. */
export type FoundRoom = Omit<JoinedRoom, 'members'> & Partial<Pick<JoinedRoom, 'members'>>;

/** `GET /groups`: likewise. */
export type FoundGroup = Omit<JoinedGroup, 'members' | 'owner' | 'recent'> &
  Partial<Pick<JoinedGroup, 'members' | 'owner'>>;

/** `POST /groups`; `PUT /groups/:id` with every key optional. */
export interface NewGroup {
  readonly owner: string;
  readonly name?: string;
  readonly members?: readonly string[];
}

/** `POST /rooms`, `PUT /rooms/:id`. */
export interface NewRoom {
  readonly name?: string;
  readonly members?: readonly string[];
}
