/** Mode 1: a user id of the application's own accounts. */
export interface UserIdCredentials {
  readonly client: string;
}

/** Mode 2: an account of this server, by name. */
export interface AccountCredentials {
  readonly username: string;
  readonly password: string;
}

/** Mode 3: an account of this server, by phone number and the code that was sent to it, or the `secret` of its last login. */
export interface PhoneCredentials {
  readonly phone: string;
  readonly password: string;
}

/** Mode 4: what a third party says about the user. */
export interface OAuthCredentials {
  readonly oauth: Readonly<Record<string, unknown>>;
}

/**
 * Mode 5: a guest. Without an id the server gives one, and a `secret` with it that proves the id at the next login.
 * Everything else are the guest's attributes.
 */
export interface GuestCredentials {
  readonly passenger: Readonly<{ id?: string; secret?: string } & Record<string, unknown>>;
}

/** Mode 6: a JWT signed by the application's backend; its `sub` is the user id. */
export interface TokenCredentials {
  readonly token: string;
}

/** One of the six login modes (guide: `ML.im(options)`, modes 1-5; the sixth is rxim's). */
export type Credentials =
  | UserIdCredentials
  | AccountCredentials
  | PhoneCredentials
  | OAuthCredentials
  | GuestCredentials
  | TokenCredentials;

/** The version of the extensions that a client speaks when it sends `x`. */
export const EXTENSIONS = 2;
/** From this version on the server may put several events into one `batch`. */
export const BATCHES = 2;

/** What a client says of itself in the CONNECT packet of `/chat`. */
export type Auth = Credentials & {
  readonly app: string;
  /** The application's client key. */
  readonly key?: string | undefined;
  /** `md5(ts + key) + "," + ts`: what clients of 2016 send in place of the key. */
  readonly sign?: string;
  /** The installation that offline notifications go to. */
  readonly install?: string | undefined;
  /** Announce this user's presence to everybody, not to friends only. */
  readonly notifyAll?: boolean | undefined;
  readonly x?: number;
};

/** What the client must keep to; it paces itself by these. */
export interface Limits {
  /** Messages a second in the long run, and at once. */
  readonly say: { readonly rate: number; readonly burst: number };
  /** Bytes of one frame. */
  readonly frame: number;
  /** Bytes of a text body. */
  readonly text: number;
}

/** Event `login`: the session has begun. */
export interface LoginSuccess {
  readonly success: true;
  /** The user's or the guest's id; in modes 2-4 the account's. */
  readonly id: string;
  /** Session token for REST. */
  readonly token?: string;
  /** Seconds that the token lives, counted from this answer, so that a wrong clock does no harm. */
  readonly expiresIn?: number;
  /** Proves a new guest's id, and a phone's number, at the next login. */
  readonly secret?: string;
  /** The extensions that both sides speak. */
  readonly x?: number;
  /** Changes when the server's database was restored from a backup. */
  readonly epoch?: string;
  readonly limits?: Limits;
}

/** Event `login`: the server will close the connection. */
export interface LoginFailure {
  readonly success: false;
  readonly error: number;
  readonly message?: string;
}

/** How the server answers a login. */
export type LoginAnswer = LoginSuccess | LoginFailure;

/** Event `token`: the answer to `renew`. */
export interface SessionToken {
  readonly token: string;
  readonly expiresIn: number;
}
