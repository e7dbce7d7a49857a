import type { TestServer } from 'rxim-server/testing';
import { WebSocket, type ClientOptions } from 'ws';
import { Recorder } from './recorder';

const open: WebSocket[] = [];

afterEach(() => {
  open.splice(0).forEach((socket) => socket.terminate());
});

/** A bare WebSocket that speaks the text framing by hand. */
export interface RawClient {
  readonly socket: WebSocket;
  /** The next text frame that is no ping. */
  frame(): Promise<string>;
  /** The payload of the next event of this name; whatever comes before it is passed over. */
  event<T = unknown>(name: string): Promise<T>;
  /** The HTTP status that the connection was refused with. */
  rejected(): Promise<number>;
  /** The close code. */
  closed(): Promise<number>;
}

export interface RawOptions extends ClientOptions {
  /** Protocol of Engine.IO. @default 4 */
  readonly eio?: 3 | 4;
  readonly query?: Readonly<Record<string, string>>;
}

const EVENT = '42/chat,';

export const openRaw = (
  server: TestServer,
  { eio = 4, query = {}, ...options }: RawOptions = {},
): RawClient => {
  const search = new URLSearchParams({ EIO: String(eio), transport: 'websocket', ...query });
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/socket.io/?${search.toString()}`,
    options,
  );
  open.push(socket);
  const recorder = new Recorder();
  socket.on('message', (data) => {
    const frame = (data as Buffer).toString();
    if (frame !== '2') recorder.add('frame', frame);
  });
  socket.on('unexpected-response', (_request, response) => recorder.add('rejected', response.statusCode));
  socket.on('error', () => undefined);
  socket.on('close', (code) => recorder.add('close', code));
  const frame = () => recorder.next('frame') as Promise<string>;
  return {
    socket,
    frame,
    async event<T>(name: string) {
      for (;;) {
        const next = await frame();
        const [got, payload] = next.startsWith(EVENT)
          ? (JSON.parse(next.slice(EVENT.length)) as [string, T])
          : [];
        if (got === name) return payload as T;
      }
    },
    rejected: () => recorder.next('rejected') as Promise<number>,
    closed: () => recorder.next('close') as Promise<number>,
  };
};

/** Logs in as this user, in Engine.IO 4, with the extensions. */
export const rawLoggedIn = async (server: TestServer, client: string): Promise<RawClient> => {
  const raw = openRaw(server);
  await raw.frame();
  const { appId: app, clientKey: key } = server;
  raw.socket.send(`40/chat,${JSON.stringify({ app, key, client, x: 1 })}`);
  await raw.event('login');
  return raw;
};
