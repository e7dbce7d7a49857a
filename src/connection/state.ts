import type { Identity, Limits } from '../protocol';
import type { ImError } from '../errors';

/** What a login gave. */
export interface Session {
  /** Counts the logins of this client: 1, 2, 3 … */
  readonly epoch: number;
  /** Who is logged in. */
  readonly self: Identity;
  /** Changes when the server's database was restored. */
  readonly database: string | undefined;
  /** Proves a new guest's id, or a phone's number in place of a code, at later logins; keep it. */
  readonly secret: string | undefined;
  /** Both sides speak the extensions: `seq`, `cid`, sync. */
  readonly extended: boolean;
  /** What the server admits of this client. */
  readonly limits: Limits | undefined;
}

/** Why a connection ended, or why a login did not come about. */
export type Cause = ImError;

/** Where the connection is. One writer: transition.ts. `attempt` counts from 1 since the client was online last. */
export type ConnectionState =
  /** Not asked to connect, or told to disconnect. */
  | { readonly name: 'idle' }
  /** Credentials are asked for, then a socket is opened. */
  | { readonly name: 'connecting'; readonly attempt: number }
  /** The socket is open, the login under way. */
  | { readonly name: 'authenticating'; readonly attempt: number }
  /** Logged in, fetching what was missed. */
  | { readonly name: 'syncing'; readonly attempt: number; readonly session: Session }
  /** Everything flows. */
  | { readonly name: 'online'; readonly session: Session }
  /**
   * The next attempt, which `attempt` counts, is at `retryAt` (milliseconds since 1970), or at once when the network comes back
   * or `connect()` is called.
   */
  | { readonly name: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly cause: Cause }
  /** Refused, logged out or replaced: no attempt until `connect()`. */
  | { readonly name: 'stopped'; readonly cause: Cause }
  /** `close()` was called: for good. */
  | { readonly name: 'closed' };
