import { defer, from, isObservable, map, of, type Observable } from 'rxjs';
import type { Auth, Credentials as WireCredentials } from './protocol';

/** Mode 1: a user id of the application's own accounts; the server has to be told to trust it. */
export interface UserIdCredentials {
  readonly userId: string;
}

/** Mode 2: an account of the server, by name. */
export interface AccountCredentials {
  readonly username: string;
  readonly password: string;
}

/** Mode 3: an account of the server, by phone number and the code that was sent to it. */
export interface PhoneCredentials {
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
  Credentials | (() => Credentials | PromiseLike<Credentials> | Observable<Credentials>);

/** The credentials of the next login, cold. */
export const readCredentials = (source: CredentialsSource): Observable<WireCredentials> =>
  defer(() => {
    const given = typeof source === 'function' ? source() : source;
    return isObservable(given) || isPromiseLike(given) ? from(given) : of(given);
  }).pipe(map(toWire));

const isPromiseLike = (value: object): value is PromiseLike<Credentials> => 'then' in value;

const toWire = (credentials: Credentials): WireCredentials =>
  'userId' in credentials ? { client: credentials.userId } : credentials;

/** A guest who got its id and secret in an earlier session of this client shows them again. */
export const rememberGuest = (
  auth: Auth,
  guest: { id: string; secret: string | undefined } | undefined,
): Auth =>
  guest && 'passenger' in auth && (auth.passenger.id ?? guest.id) === guest.id
    ? {
        ...auth,
        passenger: { ...auth.passenger, id: guest.id, ...(guest.secret && { secret: guest.secret }) },
      }
    : auth;
