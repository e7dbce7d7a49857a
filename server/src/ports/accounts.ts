import type { Identity } from 'rxim/protocol';

/** What an account is found by: a name, a phone number, or what a third party calls its user. Compared as it is. */
export interface AccountKey {
  readonly kind: 'name' | 'phone' | 'oauth';
  readonly value: string;
}

export interface Account {
  /** The user's id, 32 hexadecimal digits. */
  readonly id: string;
  /** Accounts that were made by a code or by a third party have none. */
  readonly passwordHash: string | undefined;
  /** The user's generation of sessions when this was read. */
  readonly generation: number;
}

/** Accounts of this server. Each is a user with the same id. */
export interface AccountStore {
  /** Makes an account; resolves with its id. Conflict if the key is somebody's already. */
  create(app: string, key: AccountKey, passwordHash: string): Promise<string>;
  /** The account of this key, made if there is none. */
  claim(app: string, key: AccountKey): Promise<string>;
  find(app: string, key: AccountKey): Promise<Account | undefined>;
  get(app: string, id: string): Promise<Account | undefined>;
  /**
   * Sets another password, and ends what was begun with the old one; `kept` is a session that goes on. Resolves with
   * `false`, and does nothing, if the old one is not `from` any more.
   */
  changePassword(
    app: string,
    id: string,
    change: { from: string; to: string; kept?: string | undefined },
  ): Promise<boolean>;
}

/** One code that was sent to a phone. Hashes, since who reads the database must not be able to log in. */
export interface NewCode {
  readonly hash: string;
  /** Milliseconds that it is good. */
  readonly life: number;
  /** How often it may be tried. */
  readonly tries: number;
  /** Milliseconds between two codes to one number. */
  readonly interval: number;
  /** Codes to one number within 24 hours. */
  readonly perDay: number;
}

export interface CodeStore {
  /** Replaces the number's code; resolves with 0, or with the milliseconds to wait if there were too many. */
  put(app: string, phone: string, code: NewCode): Promise<number>;
  /** Takes back a code that could not be sent, and with it the wait until the next one. */
  withdraw(app: string, phone: string): Promise<void>;
  /** Whether this is the number's code; it is used up then. Each call is a try. */
  take(app: string, phone: string, hash: string): Promise<boolean>;
  /** Forgets numbers whose codes do not count any more; resolves with how many. */
  prune(): Promise<number>;
}

/**
 * Ends sessions for good. Sessions of one user or guest that began between two such ends are a generation; a token is good
 * while its generation is the present one, or while its session is the one that was kept.
 */
export interface SessionStore {
  generation(app: string, identity: Identity): Promise<number>;
  isBanned(app: string, identity: Identity): Promise<boolean>;
  isCurrent(app: string, identity: Identity, session: SessionMark): Promise<boolean>;
  /** Ends everything of this user or guest. */
  revoke(app: string, identity: Identity): Promise<void>;
  /** Ends everything, and keeps it from beginning again; whether this user or guest has ever been here does not matter. */
  ban(app: string, identity: Identity): Promise<void>;
  /** Takes the ban back; what it ended stays ended. */
  unban(app: string, identity: Identity): Promise<void>;
}

export interface SessionMark {
  readonly id: string;
  readonly generation: number;
}
