import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'rxim-server/testing';

/** An address of its own on this machine, so that what one address may do does not concern anybody else. */
export const ATTACKER = '127.0.0.2';

export const PATH = '/socket.io/?EIO=4&transport=websocket';

/** A TCP connection to a server. What becomes of it is its owner's business. */
export const openTcp = (url: string): Socket => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), localAddress: ATTACKER });
  return socket.on('error', () => undefined);
};

/** A WebSocket that has not logged in. */
export const openBare = (url: string): WebSocket => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${PATH}`, { localAddress: ATTACKER });
  return socket.on('error', () => undefined);
};

/** A WebSocket that has, and that answers pings. */
export const logIn = async (options: ClientOptions): Promise<WebSocket> => {
  const { server, appId: app, clientKey: key, credentials } = options;
  const socket = openBare(server);
  const auth = { app, key, client: credentials.userId, x: 2 };
  return new Promise((loggedIn, fail) => {
    socket.on('close', (code) => fail(new Error(`no login: closed with ${code}`)));
    socket.on('message', (data: Buffer) => {
      const [type] = data.toString('latin1', 0, 1);
      if (type === '0') socket.send(`40/chat,${JSON.stringify(auth)}`);
      else if (type === '2') socket.send('3');
      else if (data.includes('["login"')) loggedIn(socket);
    });
  });
};

/** What is under a WebSocket, for bytes that are no frame. */
export const tcpOf = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket;

/** Resolves when it is over; the server may have been quicker. */
export const ended = (socket: WebSocket): Promise<void> =>
  socket.readyState === WebSocket.CLOSED
    ? Promise.resolve()
    : new Promise((resolve) => void socket.once('close', () => resolve()));
