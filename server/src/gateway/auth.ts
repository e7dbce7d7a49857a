import type { Socket } from 'socket.io';

const parsed = (text: unknown): unknown => {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * The login as it came: in the payload of the CONNECT packet, or from clients of 2016 as JSON in the query of the handshake
 * or of the namespace.
 */
export const authOf = ({ auth, query }: Socket['handshake']): unknown =>
  'app' in auth ? auth : parsed(auth['auth'] ?? query['auth']);

/** Lets go of the login and of the request it came with: credentials need not stay in memory, and a request is large. */
export const forgetHandshake = (socket: Socket): void => {
  Object.assign(socket, { handshake: undefined });
  Object.assign(socket.conn, { request: undefined });
};
