import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import NodeWebSocket, { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import type { NetworkError } from '../../src/errors';
import { openSocket, type Socket, type WebSocketConstructor } from '../../src/transport';
import { FakeSocket, fakeSockets } from '../support/fake-socket';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A WebSocket server on a free port, closed after the test. */
const serve = async (): Promise<{ url: string; accepted: Promise<ServerSocket> }> => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  cleanups.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const accepted = once(server, 'connection').then(([socket]) => socket as ServerSocket);
  await once(server, 'listening');
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, accepted };
};

/** Both sides are open when it is over. */
const roundTrip = async (server: ServerSocket): Promise<void> => {
  server.ping();
  await once(server, 'pong');
};

interface Opened {
  readonly socket: Socket;
  readonly frames: unknown[];
  readonly causes: NetworkError[];
  readonly closed: Promise<NetworkError>;
}

const open = (url: string, WebSocket?: WebSocketConstructor): Opened => {
  const frames: unknown[] = [];
  const causes: NetworkError[] = [];
  let resolve: (cause: NetworkError) => void;
  const closed = new Promise<NetworkError>((done) => (resolve = done));
  const socket = openSocket(
    url,
    {
      frame: (data) => frames.push(data),
      closed: (cause) => {
        causes.push(cause);
        resolve(cause);
      },
    },
    WebSocket,
  );
  cleanups.push(() => socket.terminate());
  return { socket, frames, causes, closed };
};

describe('openSocket', () => {
  it('sends and hears text', async () => {
    const { url, accepted } = await serve();
    const { socket, frames, closed } = open(url);
    const server = await accepted;
    server.send('0{}');
    server.once('message', (data: Buffer) => {
      server.send(`echo ${data.toString()}`);
      server.close(1001, 'going away');
    });
    await roundTrip(server);
    socket.send('40/chat,');
    const cause = await closed;
    expect(cause).toMatchObject({ code: 'network', retry: true });
    expect(cause.message).toContain('going away');
    expect(frames).toEqual(['0{}', 'echo 40/chat,']);
  });

  it('tells once that nobody answers, and why', async () => {
    const vacated = createServer().listen(0, '127.0.0.1');
    await once(vacated, 'listening');
    const { port } = vacated.address() as AddressInfo;
    vacated.close();
    const { closed, causes } = open(`ws://127.0.0.1:${port}/`);
    expect(await closed).toMatchObject({ code: 'network', cause: { code: 'ECONNREFUSED' } });
    await new Promise(setImmediate);
    expect(causes).toHaveLength(1);
  });

  it('lets what was sent leave before it closes, and tells nothing after that', async () => {
    const { url, accepted } = await serve();
    const { socket, frames, causes } = open(url);
    const server = await accepted;
    await roundTrip(server);
    const got = once(server, 'message');
    const ended = once(server, 'close');
    socket.send('last words');
    socket.close();
    server.send('too late');
    expect(String((await got)[0])).toBe('last words');
    expect((await ended)[0]).toBe(1000);
    expect([frames, causes]).toEqual([[], []]);
  });

  it.each(['close', 'terminate'] as const)('survives %s() while it opens', async (end) => {
    const { url } = await serve();
    const { socket, causes } = open(url);
    socket[end]();
    // `ws` reports the aborted handshake as an error in the next tick.
    await new Promise(setImmediate);
    expect(causes).toEqual([]);
  });

  it('drops a connection without waiting for the other side', async () => {
    const { url, accepted } = await serve();
    const { socket, causes } = open(url);
    const server = await accepted;
    await roundTrip(server);
    const ended = once(server, 'close');
    socket.terminate();
    expect((await ended)[0]).toBe(1006);
    expect(causes).toEqual([]);
  });

  it('uses the WebSocket that it is given', () => {
    const fakes = fakeSockets();
    const { socket, frames, causes } = open('ws://im.test/', fakes.WebSocket);
    expect(fakes.last.url).toBe('ws://im.test/');
    fakes.last.frame('2');
    fakes.last.drop(1009);
    socket.close();
    expect(frames).toEqual(['2']);
    expect(causes).toEqual([
      expect.objectContaining({ message: 'The connection to ws://im.test/ was closed: code 1009' }),
    ]);
  });

  it('closes where nothing can be terminated', () => {
    const ended: unknown[] = [];
    class Browserly extends FakeSocket {
      override terminate = undefined as never;
      override close(): void {
        ended.push('closed');
      }
    }
    open('ws://im.test/', Browserly).socket.terminate();
    expect(ended).toEqual(['closed']);
  });

  it('throws when there can be no such socket', () => {
    expect(() => open('nowhere')).toThrow(SyntaxError);
  });

  it('fits the WebSockets of browsers and of Node', () => {
    const browser: WebSocketConstructor = globalThis.WebSocket;
    const node: WebSocketConstructor = NodeWebSocket;
    expect([browser, node]).toHaveLength(2);
  });
});
