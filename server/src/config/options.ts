import type { Logger } from 'pino';
import type { Limits } from '../limits';
import type { OAuthVerifier, OpenIdProvider } from '../ports/oauth';
import type { PushSettings } from '../ports/push-settings';
import type { SmsSender } from '../ports/sms';
import type { TokenKey } from '../services/context';

/** An application to serve. Keys that are not given are made up, and kept in the data directory. */
export interface AppOptions {
  readonly id: string;
  readonly clientKey?: string;
  readonly masterKey?: string;
  /** Verifies the tokens that the application's backend makes for its users (login mode 6). */
  readonly tokenKey?: TokenKey;
  /** Who may vouch for users by id tokens of OpenID Connect (login mode 4). */
  readonly openId?: readonly OpenIdProvider[];
  /** How notifications for devices look, and what carries them. @default Web Push to the known browsers */
  readonly push?: PushSettings;
}

/** What `rxim-server --help` lists, and what only a configuration file or a program can say. */
export interface ServerOptions {
  /** Port to listen on; 0 takes a free one. @default 8787 */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Data directory, or `:memory:`, which is gone with the server. @default './rxim-data' */
  readonly data?: string;
  /** Id of the one application. @default 'demo' */
  readonly appId?: string;
  readonly clientKey?: string;
  readonly masterKey?: string;
  /** Several applications, in place of `appId` and its keys. */
  readonly apps?: readonly AppOptions[];
  /**
   * Believe whoever logs in with a bare user id, or as a guest without its secret. The client key is public, so anyone
   * can then be anyone: for development, and for networks where all are trusted.
   * @default false
   */
  readonly trustUserIds?: boolean;
  /** Admit clients of 2016, whose requests prove an application and no user. Implies `trustUserIds`. @default false */
  readonly legacy?: boolean;
  /** Enforce no rates and no connection counts. For tests and benchmarks on one's own machine. @default false */
  readonly noRateLimits?: boolean;
  /**
   * Forget the keys of session tokens and of logins by phone, for when they may have become known. Clients that are
   * online get new tokens by themselves; phones need a code again.
   * @default false
   */
  readonly newTokenKey?: boolean;
  /** Where clients reach this server, for the URLs that it hands out. @default where it listens */
  readonly publicUrl?: string;
  /** Origins of web pages that may use this server besides its own; on loopback, pages of this machine may. */
  readonly allowOrigin?: readonly string[];
  /** One proxy stands before this server and tells in `X-Forwarded-*` whom it speaks for. @default false */
  readonly trustProxy?: boolean;
  /** A PostgreSQL database, `postgres://…`, in place of the data directory. */
  readonly database?: string;
  /** A Redis server, `redis://…`, through which the nodes of a cluster speak. */
  readonly redis?: string;
  /** Limits that differ from their defaults. */
  readonly limits?: Partial<Limits>;
  /** What carries login codes to phones. @default the log, where user ids are trusted; else no code can be asked for */
  readonly sms?: SmsSender;
  /** Says who somebody is by what a third party says: WeChat, GitHub, … @default OpenID Connect, by `openId` of the application */
  readonly oauth?: OAuthVerifier;
  /** Where the server logs. @default nowhere */
  readonly log?: Logger;
}
