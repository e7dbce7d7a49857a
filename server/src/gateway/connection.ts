import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import type { Socket } from 'socket.io';

/** A transport connection, logged in or not. */
export type Connection = Socket['conn'];

/** The TCP socket under a WebSocket; long polling has none of its own. */
export const tcpOf = ({ transport }: Connection): TcpSocket | undefined =>
  (transport as { socket?: { _socket?: TcpSocket | null } }).socket?._socket ?? undefined;

/** `WebSocket.OPEN`: no closing frame has come or gone. */
const OPEN = 1;

interface Internals {
  readonly readyState: string;
  readonly writeBuffer: readonly unknown[];
  readonly transport: { readonly name: string; readonly socket?: { readonly readyState: number } };
}

/**
 * The TCP socket if a frame may be written to it right now: under an open WebSocket, with nothing in Engine.IO's own buffer that
 * such a frame would overtake.
 */
export const directTcpOf = (connection: Connection): TcpSocket | undefined => {
  const { readyState, writeBuffer, transport } = connection as unknown as Internals;
  const isDirect =
    readyState === 'open' &&
    writeBuffer.length === 0 &&
    transport.name === 'websocket' &&
    transport.socket?.readyState === OPEN;
  return isDirect ? tcpOf(connection) : undefined;
};

/** Milliseconds in which a client has to take the goodbye. */
const FAREWELL = 5_000;
const leaving = new WeakSet<TcpSocket>();

/**
 * Ends a connection after what it has been sent. Long polling would wait half a minute for a poll that takes the goodbye:
 * whoever does not poll now does without. So would a WebSocket, for a client that reads nothing, with all that waits for it.
 */
export const endConnection = (connection: Connection): void => {
  const tcp = tcpOf(connection);
  connection.close(connection.transport.name === 'polling');
  if (tcp === undefined || tcp.destroyed || leaving.has(tcp)) return;
  const overdue = setTimeout(() => tcp.destroy(), FAREWELL);
  leaving.add(tcp);
  tcp.once('close', () => clearTimeout(overdue));
};

/** Whom a request comes from: behind a proxy, whom the proxy names last, since what is left of it anyone can make up. */
export const addressOf = (request: IncomingMessage, trustProxy: boolean): string => {
  const forwarded = trustProxy ? [request.headers['x-forwarded-for']].flat().at(-1) : undefined;
  return forwarded?.split(',').at(-1)?.trim() ?? request.socket.remoteAddress ?? '';
};

export const hostOf = (
  { headers }: Pick<IncomingMessage, 'headers'>,
  trustProxy: boolean,
): string | undefined => (trustProxy ? [headers['x-forwarded-host']].flat()[0] : undefined) ?? headers.host;
