import type { Observable } from 'rxjs';
import type { ImError } from '../errors';
import type { BackoffOptions } from '../operators';
import type { Auth, ServerEvent } from '../protocol';
import type { WebSocketConstructor } from '../transport';
import type { NetworkHints } from './network';
import type { Session } from './state';

export interface ConnectionOptions {
  /** Base URL of the server, of scheme http(s) or ws(s); the path of Socket.IO is appended. */
  readonly url: string;
  /**
   * Asked at every login for its first value, so that tokens renew themselves. `retryOf` is the refusal of the credentials that
   * it gave before. An `ImError` that is not to be retried stops the connection, any other error is tried again later.
   */
  readonly auth: (retryOf?: ImError) => Observable<Auth>;
  /** The credentials may be others if they are asked for again: a refused login asks once more before it stops. */
  readonly renewable: boolean;
  /** @default the platform's; in Node the one of `ws` */
  readonly WebSocket?: WebSocketConstructor | undefined;
  /** @default the browser's events; nothing in Node */
  readonly network?: NetworkHints | undefined;
  /** @default { initial: 500, max: 30_000, factor: 2 }: reachable again within half a second of a mere hiccup, no storm after an outage */
  readonly backoff?: BackoffOptions | undefined;
  /** Milliseconds that one attempt may take: credentials, socket and login together. @default 15_000 */
  readonly attemptTimeout?: number | undefined;
  /** A number in [0, 1), for jitter. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** Takes every event after the login but `token` and `bye`: synchronously, in frame order, also while syncing. */
  readonly receive: (event: ServerEvent, session: Session) => void;
  /** Runs after the login; the connection is `online` when it completes. Its error is a lost connection. */
  readonly prepare: (session: Session) => Observable<unknown>;
  /** Takes what went wrong and was dealt with. */
  readonly report: (error: ImError) => void;
}
