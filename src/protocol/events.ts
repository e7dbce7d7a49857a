import type { Ack, Message, Refusal, Say, System, Yourself } from './messages';
import type { LoginAnswer, SessionToken } from './login';

/** Why the server is about to end the connection. */
export interface Bye {
  readonly reason: 'restart' | 'logout' | 'slow' | 'limit';
  /** Milliseconds that the client should wait before it comes back. */
  readonly retryIn?: number;
}

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
}

/** Events that a client sends, by name. */
export interface ClientEvents {
  readonly say: Say;
  readonly renew: Readonly<Record<string, never>>;
}

export type ServerEventName = keyof ServerEvents;
export type ClientEventName = keyof ClientEvents;

/** Any event of the server, discriminated by `name`. */
export type ServerEvent = {
  [Name in ServerEventName]: { readonly name: Name; readonly payload: ServerEvents[Name] };
}[ServerEventName];
