import type { Bye, Identity, ServerEventName, ServerEvents } from 'rxim/protocol';

/**
 * The live side, as the services see it: who is connected, and a way to reach them. Sends are hints: they reach the
 * sessions that are there, in the order of the calls, and tell nobody else.
 */
export interface Hub {
  /** To every session of each of these, encoded once; `except` is a session that gets none. */
  toIdentities<E extends ServerEventName>(
    app: string,
    identities: readonly Identity[],
    event: E,
    payload: ServerEvents[E],
    except?: SessionId,
  ): void;
  /** To every session in the room, encoded once. */
  toRoom<E extends ServerEventName>(
    app: string,
    room: string,
    event: E,
    payload: ServerEvents[E],
    except?: Identity,
  ): void;
  /** To every session of the application. */
  toAll<E extends ServerEventName>(
    app: string,
    event: E,
    payload: ServerEvents[E],
    except?: readonly Identity[],
  ): void;
  /** The sessions of these users take part in the room from now on. */
  joinRoom(app: string, room: string, users: readonly string[]): void;
  /** The sessions of these users take part in it no longer. */
  leaveRoom(app: string, room: string, users: readonly string[]): void;
  /** Nobody is in the room any more. */
  closeRoom(app: string, room: string): void;
  /** Ends the sessions of this user or guest, those included that are logging in; `except` goes on. */
  end(app: string, identity: Identity, bye: Bye, except?: SessionId): void;
  /** How many live sessions there are. */
  sessions(app: string, identity: Identity): number;
}

/** One socket that has logged in. */
export type SessionId = string;
