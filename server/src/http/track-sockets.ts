import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The server's TCP connections, upgraded ones included, which it waits for without end when it closes. */
export const trackSockets = (server: Server): ReadonlySet<Socket> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
};
