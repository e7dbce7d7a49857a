import type { SessionToken } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Limits } from '../limits';
import type { Hub } from '../ports/hub';
import type { OpenIdProvider } from '../ports/oauth';
import type { PushSettings } from '../ports/push-settings';
import type { Store } from '../ports/store';
import type { Accounts } from './accounts/accounts';
import type { Attachments } from './attachments/attachments';
import type { Changes } from './changes';
import type { Caller } from './caller';
import type { Pushes } from './push/pushes';

/** One application that this server serves. */
export interface AppConfig {
  readonly id: string;
  /** Identifies the application; every client has it, so it is no secret. */
  readonly clientKey: string;
  /** Administers the application. Never leaves its backend, and never comes in a signature. */
  readonly masterKey: string;
  /** Verifies the tokens that the application's backend makes for its users (login mode 6). */
  readonly tokenKey?: TokenKey;
  /** Who may vouch for users by id tokens of OpenID Connect (login mode 4). */
  readonly openId?: readonly OpenIdProvider[];
  /** How notifications for devices look, and what carries them. */
  readonly push?: PushSettings;
}

/** What application tokens must be signed with, and may be required to say. */
export type TokenKey = (
  | {
      readonly algorithm: 'HS256';
      /** At least 32 bytes. */
      readonly secret: string;
    }
  | {
      readonly algorithm: 'RS256' | 'ES256';
      /** In PEM. */
      readonly publicKey: string;
    }
) & {
  /** `iss` that tokens must have. */
  readonly issuer?: string;
  /** `aud` that tokens must have. */
  readonly audience?: string;
};

/** What the server was told, checked and complete. */
export interface Config {
  readonly apps: ReadonlyMap<string, AppConfig>;
  readonly limits: Limits;
  /** A bare user id, or a guest's without its secret, is believed. */
  readonly trustUserIds: boolean;
  /** Clients of 2016 may call REST with the application's key alone. Implies `trustUserIds`. */
  readonly legacy: boolean;
  /** `false`: no rates are enforced; sizes still are. */
  readonly rateLimits: boolean;
  /** Origins of browsers that are allowed besides the server's own. */
  readonly allowOrigin: readonly string[];
  /** One proxy stands before the server and says whom it speaks for in `X-Forwarded-*`. */
  readonly trustProxy: boolean;
}

export interface Tokens {
  issue(caller: Caller): Promise<SessionToken>;
  /** `undefined` for whatever is no token of this server that is valid now. */
  verify(token: string): Promise<Caller | undefined>;
}

/** Whom a system message is for. Users, and a group's members one by one, have it stored; rooms and everybody get it live only. */
export type SystemTarget =
  | { readonly kind: 'user' | 'group' | 'room'; readonly id: string }
  | { readonly kind: 'all' };

export interface SystemMessage {
  readonly to: SystemTarget;
  /** Unchecked: whatever came. */
  readonly content: unknown;
  readonly remark?: unknown;
  readonly push?: unknown;
}

export interface Deliver {
  /** Resolves when it is stored; throws a `Failure` or a `StoreError` if it is not. */
  system(app: string, message: SystemMessage): Promise<void>;
}

/** What routes and gateway work with; made once, in create-server.ts. */
export interface Context {
  readonly config: Config;
  readonly store: Store;
  readonly hub: Hub;
  readonly tokens: Tokens;
  readonly deliver: Deliver;
  readonly changes: Changes;
  readonly attachments: Attachments;
  readonly accounts: Accounts;
  readonly pushes: Pushes;
  readonly log: Logger;
  /** The address that clients reach this server at, without a slash at its end. Known once it listens. */
  readonly publicUrl: () => string;
}
