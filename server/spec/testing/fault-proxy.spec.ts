import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { createFaultProxy, isAck, type FaultProxy } from '../../src/testing';

let http: Server;
let sockets: WebSocketServer;
let proxy: FaultProxy;
let clients: WebSocket[];

beforeEach(async () => {
  http = createServer((_request, response) => response.end('hello'));
  sockets = new WebSocketServer({ server: http });
  // An echo, which is all that a proxy needs of a server.
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(textOf(data))));
  await once(http.listen(0, '127.0.0.1'), 'listening');
  proxy = await createFaultProxy({ target: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.terminate();
  for (const socket of sockets.clients) socket.terminate();
  await proxy.close();
  http.closeAllConnections();
  http.close();
});

/** Messages come as a Buffer unless a socket is told otherwise. */
const textOf = (data: RawData): string => (data as Buffer).toString();

const connect = async (): Promise<WebSocket> => {
  const client = new WebSocket(proxy.url.replace('http', 'ws'));
  clients.push(client);
  client.on('error', () => undefined);
  await once(client, 'open');
  return client;
};

const heard = async (client: WebSocket): Promise<string> => String((await once(client, 'message'))[0]);

/** The side of the server of a client that has just connected. */
const accepted = (): WebSocket => [...sockets.clients].at(-1)!;

/** Says something and waits for the echo. */
const echo = async (client: WebSocket, text: string): Promise<string> => {
  client.send(text);
  return heard(client);
};

describe('createFaultProxy', () => {
  it('passes WebSockets and requests on while nothing is wrong', async () => {
    const client = await connect();
    const long = 'x'.repeat(3_000_000);
    await expect(echo(client, 'hi')).resolves.toBe('hi');
    await expect(echo(client, long)).resolves.toBe(long);
    await expect(fetch(proxy.url).then((response) => response.text())).resolves.toBe('hello');
  });

  it('knows its open connections and which of them are WebSockets', async () => {
    const one = await connect();
    await connect();
    expect(proxy.connections.map(({ id, isWebSocket }) => [id, isWebSocket])).toEqual([
      [1, true],
      [2, true],
    ]);
    one.close();
    await once(one, 'close');
    expect(proxy.connections.map(({ id }) => id)).toEqual([2]);
  });

  it.each(['fin', 'rst'] as const)('cuts by %s on both sides, and takes the next connection', async (how) => {
    const client = await connect();
    const ends = [once(client, 'close'), once(accepted(), 'close')];
    proxy.cut(how);
    expect(proxy.connections).toEqual([]);
    for (const [code] of await Promise.all(ends)) expect(code).toBe(1006);
    await expect(echo(await connect(), 'again')).resolves.toBe('again');
  });

  it('tells the client of a reset by its error', async () => {
    const client = connectTcp(Number(new URL(proxy.url).port), '127.0.0.1');
    const failed = once(client, 'error');
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(client, 'data');
    proxy.cut('rst');
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  it('cuts one connection and leaves the others alone', async () => {
    const one = await connect();
    const other = await connect();
    const closed = once(one, 'close');
    proxy.connections[0]!.cut();
    await closed;
    await expect(echo(other, 'still here')).resolves.toBe('still here');
  });

  it('turns new connections away until it is healed', async () => {
    const client = await connect();
    proxy.refuse();
    await expect(connect()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(echo(client, 'open before')).resolves.toBe('open before');
    proxy.heal();
    await expect(connect()).resolves.toBeDefined();
  });

  it('turns clients away while the server is not there', async () => {
    http.close();
    await expect(connect()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('swallows what is sent into a black hole, and resets the connection when it heals', async () => {
    const client = await connect();
    const server = accepted();
    const silence = jest.fn();
    client.on('message', silence);
    server.on('message', silence);
    proxy.blackHole();
    client.send('into the void');
    server.send('out of the void');
    // A connection that nothing was lost on shows that there was time enough for it to arrive.
    await echoAround();
    expect(silence).not.toHaveBeenCalled();
    expect(client.readyState).toBe(WebSocket.OPEN);
    const closed = once(client, 'close');
    proxy.heal();
    await closed;
    await expect(echo(await connect(), 'healed')).resolves.toBe('healed');
  });

  it('swallows one direction only, if that is asked for', async () => {
    const client = await connect();
    const silence = jest.fn();
    client.on('message', silence);
    const arrived = once(accepted(), 'message');
    proxy.blackHole('down');
    client.send('one way');
    expect(String((await arrived)[0])).toBe('one way');
    await echoAround();
    expect(silence).not.toHaveBeenCalled();
  });

  it('does not let the server see that a client left through a black hole', async () => {
    const client = await connect();
    const closed = once(accepted(), 'close');
    proxy.blackHole();
    client.terminate();
    await once(client, 'close');
    await echoAround();
    expect(accepted().readyState).toBe(WebSocket.OPEN);
    expect(proxy.connections).toEqual([]);
    proxy.heal();
    await closed;
  });

  it('holds everything back in a tunnel and delivers it in order at its end', async () => {
    const client = await connect();
    const got: string[] = [];
    const all = new Promise<void>((resolve) => {
      client.on('message', (data) => {
        if (got.push(textOf(data)) === 3) resolve();
      });
    });
    proxy.delay(Infinity);
    client.send('1');
    client.send('2');
    await echoAround();
    expect(got).toEqual([]);
    proxy.heal();
    client.send('3');
    await all;
    expect(got).toEqual(['1', '2', '3']);
  });

  it('takes the time that it is told to', async () => {
    const client = await connect();
    proxy.delay(40, 'up');
    const since = performance.now();
    await echo(client, 'slow');
    expect(performance.now() - since).toBeGreaterThanOrEqual(39);
  });

  it('delivers bytes one at a time, and all of them', async () => {
    const pieces = jest.fn();
    http.on('upgrade', (request: IncomingMessage) => request.socket.on('data', pieces));
    const client = await connect();
    proxy.dribble();
    const text = 'drop by drop, '.repeat(20);
    await expect(echo(client, text)).resolves.toBe(text);
    expect(pieces.mock.calls.length).toBeGreaterThan(20);
  });

  it('drops messages of the server that it is told to drop, also on connections that are open already', async () => {
    const client = await connect();
    proxy.drop(isAck);
    client.send('42/chat,["ack",{"ack":1,"ts":2}]');
    await expect(echo(client, '42/chat,["message",{}]')).resolves.toBe('42/chat,["message",{}]');
    proxy.heal();
    await expect(echo(client, '42/chat,["ack",{}]')).resolves.toBe('42/chat,["ack",{}]');
  });

  it('ends every connection when it is closed', async () => {
    const client = await connect();
    const closed = Promise.all([once(client, 'close'), once(accepted(), 'close')]);
    await proxy.close();
    await closed;
    await expect(connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

/** A message to the server and back, beside the proxy: what was on its way through it has arrived, if it ever will. */
const echoAround = async (): Promise<void> => {
  for (let round = 0; round < 3; round++) {
    const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
    await once(client, 'open');
    await echo(client, 'beside');
    const gone = once([...sockets.clients].at(-1)!, 'close');
    client.terminate();
    await gone;
  }
};
