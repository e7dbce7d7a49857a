import type { Identity } from 'rxim/protocol';
import type { SessionMark } from '../ports/accounts';

/** Who a session token speaks for, and the session that it was made in. */
export interface Caller {
  readonly app: string;
  readonly identity: Identity;
  readonly session: SessionMark;
}
