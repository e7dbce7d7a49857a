import type { Identity, ServerEventName, ServerEvents } from 'rxim/protocol';
import type { SessionId } from '../ports/hub';

/** One socket that has logged in, as the services see it. */
export interface Session {
  readonly id: SessionId;
  readonly app: string;
  readonly identity: Identity;
  /** The client speaks the extensions: it understands refusals and `bye`. */
  readonly extended: boolean;
  /** Presence goes to everybody, not to friends only. */
  readonly notifyAll: boolean;
  /** To this session alone; to one that is gone, nothing happens. */
  send<E extends ServerEventName>(event: E, payload: ServerEvents[E]): void;
  isIn(room: string): boolean;
}
