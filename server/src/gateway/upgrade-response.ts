import { ServerResponse, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Server } from 'socket.io';

/**
 * Lets go of what Engine.IO shows its middleware as the response to a WebSocket. It hears when the TCP connection ends, and so is
 * there as long as that, with the handshake request: a tenth of what an idle connection takes. Nobody here asks it
 * for that, nor is anything else lost. Engine.IO that makes no such thing, or listens in other ways, loses nothing either.
 */
export const forgetUpgradeResponses = (http: HttpServer, io: Server): void => {
  const before = new WeakMap<IncomingMessage, number>();
  http.prependListener('upgrade', (request: IncomingMessage) => {
    before.set(request, request.socket.listenerCount('close'));
  });
  io.engine.use((request: IncomingMessage, response: unknown, next: () => void) => {
    const added = request.socket.rawListeners('close').slice(before.get(request));
    if (before.has(request) && !(response instanceof ServerResponse) && added.length === 1)
      for (const listener of added) request.socket.off('close', listener as () => void);
    next();
  });
};
