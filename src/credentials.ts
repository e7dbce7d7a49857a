import { defer, map, of, type Observable, type ObservableInput } from 'rxjs';
import type { Auth, Credentials as WireCredentials } from './protocol';

/** Mode 1: a user id of the application's own accounts; the server has to be told to trust it. */
export interface UserIdCredentials {
  /** Id of the user, as the application gives it. */
  readonly userId: string;
}

/** Mode 2: an account of the server, by name. */
export interface AccountCredentials {
  /** Name of the account. */
  readonly username: string;
  readonly password: string;
}

/** Mode 3: an account of the server, by phone number and the code that was sent to it. */
export interface PhoneCredentials {
  /** The number, with the code that was sent to it, or a secret, as `password`. */
  readonly phone: string;
  readonly password: string;
}

/** Mode 4: what a third party says about the user. */
export interface OAuthCredentials {
  readonly oauth: Readonly<Record<string, unknown>>;
}

/**
 * Mode 5: a guest. `{}` for a new one; `id` and the `secret` of its first session to be the same one again. Everything
 * else becomes the guest's attributes.
 */
export interface PassengerCredentials {
  readonly passenger: Readonly<{ id?: string; secret?: string } & Record<string, unknown>>;
}

/** Mode 6: a JWT signed by the application's own backend. */
export interface TokenCredentials {
  /** The JWT, signed with the key that the server has of the application. */
  readonly token: string;
}

/** Who logs in: one of the six modes (guide: `ML.im(options)`, modes 1-5). */
export type Credentials =
  | UserIdCredentials
  | AccountCredentials
  | PhoneCredentials
  | OAuthCredentials
  | PassengerCredentials
  | TokenCredentials;

/** Credentials, or where to get them: a function is asked at every login, so that tokens renew themselves. */
export type CredentialsSource =
  | Credentials
  | (() => Credentials | PromiseLike<Credentials> | Observable<Credentials>);

/** The credentials of the next login, cold. */
export const readCredentials = (source: CredentialsSource): Observable<WireCredentials> =>
  defer(() => {
    const given = typeof source === 'function' ? source() : source;
    return isInput(given) ? given : of(given);
  }).pipe(map(toWire));

const isInput = (value: object): value is ObservableInput<Credentials> =>
  'then' in value || 'subscribe' in value;

const toWire = (credentials: Credentials): WireCredentials =>
  'userId' in credentials ? { client: credentials.userId } : credentials;

/** A login that the server gave a secret for. */
export interface Remembered {
  /** What the application logged in with. */
  readonly auth: Auth;
  readonly id: string;
  readonly secret: string;
}

/**
 * Shows the secret of an earlier session of this client: a new guest is the same one again by it, and a code that was sent to a
 * phone is good once only.
 */
export const rememberSecret = (auth: Auth, last: Remembered | undefined): Auth => {
  if (last === undefined) return auth;
  const { id, secret } = last;
  if ('passenger' in auth && 'passenger' in last.auth && (auth.passenger.id ?? id) === id)
    return { ...auth, passenger: { ...auth.passenger, id, secret } };
  if (
    'phone' in auth &&
    'phone' in last.auth &&
    auth.phone === last.auth.phone &&
    auth.password === last.auth.password
  )
    return { ...auth, password: secret };
  return auth;
};
