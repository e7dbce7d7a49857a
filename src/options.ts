import type { NetworkHints, WebSocketConstructor, BackoffOptions } from './connection';
import type { CredentialsSource } from './credentials';
import type { OutboxOptions } from './messaging';
import type { Storage } from './storage';

/** Everything that `createIm()` can be told. */
export interface ImOptions {
  /** Address of the server, as it prints it when it starts: `http://localhost:8787`. */
  readonly server: string;
  /** Id of the application (guide: `appId`). */
  readonly appId: string;
  /** The application's client key (guide: `clientId`). It names the application and is no secret. */
  readonly clientKey?: string;
  /**
   * The application's master key, for administration from a backend: with it every REST call may be made for anyone.
   * Never ship it to users.
   */
  readonly masterKey?: string;
  /** Who logs in, or a function that tells; see `Credentials`. Without any, only REST with the master key works. */
  readonly credentials?: CredentialsSource;
  /**
   * Id of this installation, random: notifications for whoever logs in with it go there, until `logout()` (guide: `installId`).
   * @default none: this device gets no notifications
   */
  readonly installId?: string;
  /** Announce this user's presence to everyone, not to friends only. @default false */
  readonly notifyAll?: boolean;
  /** Waiting between attempts to connect: exponential with full jitter. */
  readonly backoff?: BackoffOptions;
  /** Milliseconds that one attempt may take, from opening the socket to the end of the login. @default 15_000 */
  readonly attemptTimeout?: number;
  /** Limits of the queue of messages that are not acknowledged yet. */
  readonly outbox?: OutboxOptions;
  /**
   * Where to keep what must outlive the process: how far this device has read and what it has not sent yet.
   * `webStorage()` and `indexedDbStorage()` for browsers, `fileStorage(folder)` of `rxim/node` for Node.
   * @default nothing is kept; the next process starts at the messages of now
   */
  readonly storage?: Storage;
  /** Milliseconds between syncs of a healthy connection, which find a lost last message. @default 600_000 */
  readonly syncInterval?: number;
  /** Milliseconds that a live view outlives its last subscriber, so that a change of page does not load it anew. @default 5_000 */
  readonly viewGrace?: number;
  /** The WebSocket to use. @default the platform's; in Node the one of `ws` */
  readonly WebSocket?: WebSocketConstructor;
  /** The fetch to use. @default the platform's */
  readonly fetch?: typeof fetch;
  /** Tells when the network comes back or the page is seen again. @default the browser's events; nothing in Node */
  readonly network?: NetworkHints;
  /** Numbers from 0 to below 1, for jitter and message ids. @default Math.random */
  readonly random?: () => number;
}
