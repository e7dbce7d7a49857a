import type { ConversationKey } from './conversations';
import type { Ack, Message, Refusal, Say, System, Yourself } from './messages';
import type { LoginAnswer, SessionToken } from './login';

/** Why the server is about to end the connection. */
export interface Bye {
  readonly reason: 'restart' | 'logout' | 'slow' | 'limit';
  /** Milliseconds that the client should wait before it comes back. */
  readonly retryIn?: number;
}

/**
 * Something that concerns this user is not as it was. `added` and `removed` tell that it became, or ceased to be, this
 * user's friend, or a member of the group or room; `updated` that the group or room itself changed: `value` holds the
 * parts that did.
 */
export interface Change {
  readonly kind: 'friend' | 'group' | 'room';
  /** The friend's, the group's or the room's id. */
  readonly id: string;
  readonly op: 'added' | 'removed' | 'updated';
  readonly value?: {
    readonly owner?: string;
    readonly members?: readonly string[];
    /** Members of a room who are there now. */
    readonly online?: readonly string[];
    readonly attributes?: Readonly<Record<string, unknown>>;
  };
}

/** This user has read a conversation up to and including `seq`. */
export interface Read {
  readonly conv: ConversationKey;
  readonly seq: number;
}

/** Several events of one turn, in their order: pairs of name and payload. Never holds `login`, nor another batch. */
export type Batch = readonly (readonly [name: string, payload: unknown])[];

/** Events that the server sends, by name. */
export interface ServerEvents {
  readonly login: LoginAnswer;
  readonly message: Message;
  readonly yourself: Yourself;
  readonly sys: System;
  readonly online: string;
  readonly offline: string;
  readonly online_x: string;
  readonly offline_x: string;
  readonly ack: Ack | Refusal;
  readonly token: SessionToken;
  readonly resync: Readonly<Record<string, never>>;
  readonly bye: Bye;
  readonly change: Change;
  /** Another session of this user has read. */
  readonly read: Read;
  readonly batch: Batch;
}

/** Events that a client sends, by name. */
export interface ClientEvents {
  readonly say: Say;
  readonly renew: Readonly<Record<string, never>>;
  readonly read: Read;
}

/** Name of an event that a server sends. */
export type ServerEventName = keyof ServerEvents;
/** Name of an event that a client sends. */
export type ClientEventName = keyof ClientEvents;

/** Any event of the server, discriminated by `name`. */
export type ServerEvent = {
  [Name in ServerEventName]: { readonly name: Name; readonly payload: ServerEvents[Name] };
}[ServerEventName];
