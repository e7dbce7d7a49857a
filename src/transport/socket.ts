import type { NetworkError } from '../errors';

/** What a socket tells its one owner. Callbacks and not observables, since every frame passes here. */
export interface SocketHandlers {
  /** A frame came: a string, or whatever the platform makes of binary data. */
  frame(data: unknown): void;
  /** It closed, broke or never opened. Called once at the most, and nothing is called after it. */
  closed(cause: NetworkError): void;
}

/** A WebSocket as the connection sees it. */
export interface Socket {
  send(text: string): void;
  /** Closes after what was sent has left. No handler is called any more. */
  close(): void;
  /** Drops a connection that nobody answers on, without waiting for the other side where the platform can. */
  terminate(): void;
}

/** A method's parameter, unlike a function's, may be narrower than promised: so the platforms' own event types fit. */
type Handler<E> = { handle(event: E): void }['handle'] | null;

/** What rxim uses of a WebSocket; those of browsers, Node, `ws` and Deno fit. */
export interface WebSocketLike {
  /** A text frame came in `data`; anything else there is a protocol error. */
  onmessage: Handler<{ readonly data: unknown }>;
  /** It is over, with the close code and reason of RFC 6455. */
  onclose: Handler<{ readonly code: number; readonly reason: string }>;
  /** Something broke; `onclose` follows. Of `ws` the event carries the `error`. */
  onerror: Handler<object>;
  /** Sends a text frame. */
  send(text: string): void;
  /** Closes after what was sent; `code` as in RFC 6455, 1000 when all is well. */
  close(code?: number): void;
  /** Of `ws` alone. */
  terminate?(): void;
}

/** Option `WebSocket`: another implementation than the platform's, for instance one that goes through a proxy. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;
