import PlatformWebSocket from 'isomorphic-ws';
import { NetworkError } from '../errors';
import type { Socket, SocketHandlers, WebSocketConstructor } from './socket';

/** Of an error event only Node's tells what happened; a browser's says nothing, on purpose. */
const errorOf = (event: { readonly error?: unknown }): unknown => event.error;

const swallow = (): void => undefined;

/** Opens a WebSocket: the platform's own in browsers, `ws` in Node. Throws if the URL cannot be one of a WebSocket. */
export const openSocket = (
  url: string,
  handlers: SocketHandlers,
  WebSocket: WebSocketConstructor = PlatformWebSocket,
): Socket => {
  const ws = new WebSocket(url);
  let error: unknown;

  const detach = (): void => {
    ws.onmessage = ws.onclose = null;
    // `ws` reports a socket that is closed while it opens as an error, which would end the process if nobody listened.
    ws.onerror = swallow;
  };
  ws.onmessage = ({ data }) => handlers.frame(data);
  ws.onerror = (event) => (error = errorOf(event));
  ws.onclose = ({ code, reason }) => {
    detach();
    const why = (error instanceof Error && error.message) || reason || `code ${code}`;
    handlers.closed(new NetworkError(`The connection to ${url} was closed: ${why}`, { cause: error }));
  };

  return {
    send: (text) => ws.send(text),
    close() {
      detach();
      ws.close(1000);
    },
    terminate() {
      detach();
      if (ws.terminate) ws.terminate();
      else ws.close();
    },
  };
};
