import { NAMESPACE } from 'rxim/protocol';
import type { TestServer } from 'rxim-server/testing';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { Recorder } from './recorder';

const open: Socket[] = [];

afterEach(() => {
  open.splice(0).forEach((socket) => socket.disconnect());
});

/** A stock Socket.IO client, and what it received; closed when the test is over. */
export interface StockClient {
  readonly socket: Socket;
  readonly recorder: Recorder;
  /** The payload of the next event of this name. */
  next<T = unknown>(name: string): Promise<T>;
  /** Waits for what is under way: the server answers `renew` after everything that it sent before. */
  settled(): Promise<void>;
}

type Options = Partial<ManagerOptions & SocketOptions>;

/** Connects with this login payload; `app` and `key` are those of the server unless the payload has its own. */
export const connect = (
  server: TestServer,
  auth: Readonly<Record<string, unknown>>,
  options: Options = {},
): StockClient => {
  const socket = io(server.url + NAMESPACE, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { app: server.appId, key: server.clientKey, ...auth },
    ...options,
  });
  open.push(socket);
  const recorder = new Recorder();
  socket.onAny((name: string, payload: unknown) => recorder.add(name, payload));
  socket.on('connect_error', (error) => recorder.add('connect_error', error.message));
  socket.on('disconnect', (reason) => recorder.add('disconnect', reason));
  return {
    socket,
    recorder,
    next: <T>(name: string) => recorder.next(name) as Promise<T>,
    settled: async () => {
      socket.emit('renew', {});
      await recorder.next('token');
    },
  };
};

/** A client that has logged in as this user, with the extensions. */
export const loggedIn = async (
  server: TestServer,
  client: string,
  auth: Readonly<Record<string, unknown>> = {},
): Promise<StockClient> => {
  const connected = connect(server, { client, x: 1, ...auth });
  await connected.next('login');
  return connected;
};
