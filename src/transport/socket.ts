import type { NetworkError } from '../errors';

/** What a socket tells its one owner. Callbacks and not observables, since every frame passes here. */
export interface SocketHandlers {
  /** A frame came: a string, or whatever the platform makes of binary data. */
  frame(data: unknown): void;
  /** It closed, broke or never opened. Called once at the most, and nothing is called after it. */
  closed(cause: NetworkError): void;
}

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
  onmessage: Handler<{ readonly data: unknown }>;
  onclose: Handler<{ readonly code: number; readonly reason: string }>;
  onerror: Handler<object>;
  send(text: string): void;
  close(code?: number): void;
  /** Of `ws` alone. */
  terminate?(): void;
}

/** Option `WebSocket`: another implementation than the platform's, for instance one that goes through a proxy. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;
