import { createHash } from 'node:crypto';
import { createServer, type RximServer, type ServerOptions } from 'rxim-server';
import { NAMESPACE } from 'rxim/protocol';
import { io, type Socket } from 'socket.io-client';
import { Recorder } from '../support/recorder';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; `undefined` where there is none. */
  readonly body: unknown;
}

/** Makes requests as one caller. A body that is a string is sent as it is. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** The ack of a message, or its refusal. */
export interface Said {
  readonly ts?: number;
  readonly seq?: number;
  readonly error?: number;
}

/** Somebody who is logged in over a socket, and makes requests with the session token. */
export interface LoggedIn {
  readonly id: string;
  readonly token: string;
  readonly call: Call;
  readonly socket: Socket;
  readonly recorder: Recorder;
  /** Sends a message; resolves with the ack or the refusal. */
  say(to: { readonly id: string; readonly type?: number }, body: string): Promise<Said>;
}

export interface RestServer {
  readonly url: string;
  /** Makes requests with these headers and no others. */
  calling(headers: Readonly<Record<string, string>>): Call;
  readonly nobody: Call;
  readonly master: Call;
  /** Holds the client key, as clients of 2016 do. */
  readonly application: Call;
  user(id: string, app?: string): Promise<LoggedIn>;
  guest(passenger?: Readonly<Record<string, unknown>>, app?: string): Promise<LoggedIn>;
}

export const APP = 'demo';
export const OTHER_APP = 'other';
export const CLIENT_KEY = 'client-key-of-the-application';
export const MASTER_KEY = 'master-key-of-the-application';
export const OTHER_MASTER_KEY = 'master-key-of-another-application';

/** What SDK 3.x proves an application with; it has no age limit. */
export const signedBy = (key: string, ts = 1_454_655_122_174): Record<string, string> => ({
  'x-ml-appid': APP,
  'x-ml-request-sign': `${createHash('md5').update(`${ts}${key}`).digest('hex')},${ts}`,
});

const request = async (
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> => {
  const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const type = sent === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers: { ...type, ...headers },
    ...(sent !== undefined && { body: sent }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? (JSON.parse(text) as unknown) : undefined,
  };
};

const servers: RximServer[] = [];
const sockets: Socket[] = [];

afterAll(async () => {
  sockets.splice(0).forEach((socket) => socket.disconnect());
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server with two applications. It is gone, with everybody who logged in, after the last test of the file. */
export const newRestServer = async (options: ServerOptions = {}): Promise<RestServer> => {
  const server = await createServer({
    port: 0,
    data: ':memory:',
    trustUserIds: true,
    noRateLimits: true,
    apps: [
      { id: APP, clientKey: CLIENT_KEY, masterKey: MASTER_KEY },
      { id: OTHER_APP, clientKey: CLIENT_KEY, masterKey: OTHER_MASTER_KEY },
    ],
    ...options,
  });
  servers.push(server);
  const { url } = server;
  let said = 0;

  const calling =
    (fixed: Readonly<Record<string, string>>): Call =>
    (method, path, body, headers) =>
      request(url + path, method, body, { ...fixed, ...headers });

  const login = async (credentials: object, app: string): Promise<LoggedIn> => {
    const auth = { app, key: CLIENT_KEY, x: 1, ...credentials };
    const socket = io(url + NAMESPACE, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth,
    });
    sockets.push(socket);
    const recorder = new Recorder();
    socket.onAny((name: string, payload: unknown) => recorder.add(name, payload));
    const { id, token } = (await recorder.next('login')) as { id: string; token: string };
    return {
      id,
      token,
      socket,
      recorder,
      call: calling({ authorization: `Bearer ${token}` }),
      say: async (to, body) => {
        socket.emit('say', { to, content: { media: 0, body }, cid: `${id}-${++said}` });
        return (await recorder.next('ack')) as Said;
      },
    };
  };

  return {
    url,
    calling,
    nobody: calling({ 'x-ml-appid': APP }),
    master: calling({ 'x-ml-appid': APP, 'x-ml-apikey': MASTER_KEY }),
    application: calling({ 'x-ml-appid': APP, 'x-ml-apikey': CLIENT_KEY }),
    user: (client, app = APP) => login({ client }, app),
    guest: (passenger = {}, app = APP) => login({ passenger }, app),
  };
};
