import type { Identity } from 'rxim/protocol';
import type { AppConfig } from '../context';

/** The six ways to log in (PROTOCOL.md, "Login"), each by the field that tells it. */
export const LOGIN_MODES = ['token', 'client', 'username', 'phone', 'oauth', 'passenger'] as const;
export type LoginMode = (typeof LOGIN_MODES)[number];

/** What came with a login, unchecked but for its nesting and its keys. */
export type Auth = Readonly<Record<string, unknown>>;

export interface Authenticated {
  readonly identity: Identity;
  /** Proves a new guest's id from now on. */
  readonly secret?: string;
  /** The generation of sessions that the credentials were good in; a later one ends this login. @default the present one */
  readonly generation?: number;
}

/** Finds out who somebody is, and makes sure that it exists; throws a `Failure` if it is not convinced. */
export type Authenticator = (app: AppConfig, auth: Auth, address: string) => Promise<Authenticated>;

/** The modes that this server offers. */
export type Authenticators = Readonly<Partial<Record<LoginMode, Authenticator>>>;

export const loginModeOf = (auth: Auth): LoginMode | undefined =>
  LOGIN_MODES.find((mode) => auth[mode] !== undefined && auth[mode] !== null);
