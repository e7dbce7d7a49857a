import { request } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { openRaw, rawLoggedIn } from '../support/raw-client';
import { metric, metricReaches } from '../support/metrics';
import { connect, loggedIn } from '../support/stock-client';
import { aString } from '../support/matchers';

const stillServes = async (server: TestServer): Promise<void> => {
  expect(await connect(server, { client: 'witness' }).next('login')).toMatchObject({ success: true });
};

describe('a frame that cannot be read', () => {
  it.each([
    ['is no packet', 'nonsense'],
    ['has broken JSON', '42/chat,["say",{'],
    ['is no list', '42/chat,{}'],
    ['has a reserved event name', '42/chat,["connect",{}]'],
    ['has no event name', '42/chat,[{}]'],
    ['announces an attachment', '451-/chat,["say",{"_placeholder":true,"num":0}]'],
    ['is an answer with an attachment', '461-/chat,1[{"_placeholder":true,"num":0}]'],
    ['is of a namespace that there is not', '42/other,["say",{}]'],
  ])('costs its socket when it %s, and nothing else', async (_what, frame) => {
    const server = await newServer();
    const alice = await rawLoggedIn(server, 'alice');
    alice.socket.send(frame);
    await alice.closed();
    await stillServes(server);
  });

  it('costs its socket when it is binary', async () => {
    const server = await newServer();
    const alice = await rawLoggedIn(server, 'alice');
    alice.socket.send(Buffer.from([4, 1, 2]));
    await alice.closed();
    await stillServes(server);
  });

  it('is answered with close code 1009 when it is too large', async () => {
    const server = await newServer();
    const alice = await rawLoggedIn(server, 'alice');
    alice.socket.send(`42/chat,["say",${JSON.stringify('x'.repeat(65_536))}]`);
    expect(await alice.closed()).toBe(1009);
    await stillServes(server);
  });

  it('does no harm when it is nested without end', async () => {
    const server = await newServer();
    const alice = await rawLoggedIn(server, 'alice');
    alice.socket.send(`42/chat,["say",{"cid":"deep","push":${'['.repeat(30_000)}${']'.repeat(30_000)}}]`);
    expect(await alice.event('ack')).toMatchObject({ cid: 'deep', error: 5001 });
  });
});

describe('an unknown event', () => {
  it('is ignored', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    alice.socket.emit('newer-than-you', { a: 1 });
    await alice.settled();
    expect(alice.recorder.rest).toEqual([]);
  });
});

describe('an event of the name that Socket.IO reports its errors by', () => {
  it('is no error, and nothing of it is logged', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const alice = await loggedIn(await newServer({ log }), 'alice');
    alice.socket.emit('error', { secret: 'canary' });
    await alice.settled();
    expect(lines.join('')).not.toContain('canary');
  });
});

describe('a login', () => {
  it('happens once a connection, also for who asks twice in one go', async () => {
    const server = await newServer();
    const raw = openRaw(server);
    await raw.frame();
    const { appId: app, clientKey: key } = server;
    const enter = (client: string): string => `40/chat,${JSON.stringify({ app, key, client, x: 1 })}`;
    // One write, so that the server reads both before it has answered the first.
    const tcp = (raw.socket as unknown as { _socket: Socket })._socket;
    tcp.cork();
    raw.socket.send(enter('alice'));
    raw.socket.send(enter('bob'));
    tcp.uncork();
    await raw.closed();
    await stillServes(server);
    expect(await metric(server, 'rxim_sessions')).toBe(1);
  });

  it('does not lift the rate of frames before it is answered', async () => {
    const server = await newServer({
      noRateLimits: false,
      limits: { frameBurst: 5 },
      oauth: () => new Promise(() => undefined),
    });
    const raw = openRaw(server);
    await raw.frame();
    const { appId: app, clientKey: key } = server;
    raw.socket.send(`40/chat,${JSON.stringify({ app, key, oauth: {}, x: 1 })}`);
    await raw.frame();
    for (let i = 0; i < 30; i++) raw.socket.send('42/chat,["say",{}]');
    await raw.closed();
    await stillServes(server);
  });
});

describe('the main namespace', () => {
  it('is closed to clients of today', async () => {
    const server = await newServer();
    const raw = openRaw(server);
    await raw.frame();
    raw.socket.send('40');
    expect(await raw.frame()).toBe('44{"message":"no such namespace"}');
  });
});

describe('rates', () => {
  const say = { to: { id: 'bob', type: 4 }, content: { media: 0, body: 'hi' } };

  it('refuse what is over the burst with an error that says to try again', async () => {
    const server = await newServer({ noRateLimits: false, limits: { sayRate: 1, sayBurst: 3 } });
    const alice = await loggedIn(server, 'alice');
    await loggedIn(server, 'bob');
    for (let ack = 1; ack <= 4; ack++) alice.socket.emit('say', { ...say, ack });
    const answers = [
      await alice.next('ack'),
      await alice.next('ack'),
      await alice.next('ack'),
      await alice.next('ack'),
    ];
    expect(answers).toContainEqual({ ack: 4, error: 5013, message: aString, retry: true });
    expect(answers.filter((answer) => 'seq' in (answer as object))).toHaveLength(3);
  });

  it('are of a user, not of a session', async () => {
    const server = await newServer({ noRateLimits: false, limits: { sayRate: 1, sayBurst: 2 } });
    const phone = await loggedIn(server, 'alice');
    const tablet = await loggedIn(server, 'alice');
    await loggedIn(server, 'bob');
    phone.socket.emit('say', { ...say, ack: 1 });
    phone.socket.emit('say', { ...say, ack: 2 });
    await phone.next('ack');
    await phone.next('ack');
    tablet.socket.emit('say', { ...say, ack: 3 });
    expect(await tablet.next('ack')).toMatchObject({ ack: 3, error: 5013 });
  });

  it('end the connection of one who does not listen, with a word', async () => {
    const server = await newServer({ noRateLimits: false, limits: { sayRate: 1, sayBurst: 3 } });
    const alice = await loggedIn(server, 'alice');
    for (let ack = 1; ack <= 20; ack++) alice.socket.emit('say', { ...say, ack });
    expect(await alice.next('bye')).toMatchObject({ reason: 'limit' });
    expect(await alice.next('disconnect')).toBe('transport close');
    await stillServes(server);
  });

  it('end the connection of one who sends too much of anything else', async () => {
    const server = await newServer({ noRateLimits: false, limits: { frameBurst: 5 } });
    const alice = await loggedIn(server, 'alice');
    for (let i = 0; i <= 20; i++) alice.socket.emit('renew', {});
    expect(await alice.next('bye')).toMatchObject({ reason: 'limit' });
  });

  it('do not hold with noRateLimits', async () => {
    const server = await newServer({ limits: { sayRate: 1, sayBurst: 1, frameRate: 1, frameBurst: 1 } });
    const alice = await loggedIn(server, 'alice');
    await loggedIn(server, 'bob');
    for (let ack = 1; ack <= 50; ack++) alice.socket.emit('say', { ...say, ack });
    for (let ack = 1; ack <= 50; ack++) expect(await alice.next('ack')).toMatchObject({ ack, seq: ack });
  });
});

describe('connections', () => {
  it('of one address are as many as the limit, and one more when one has gone', async () => {
    const server = await newServer({ noRateLimits: false, limits: { connectionsPerAddress: 2 } });
    const alice = await loggedIn(server, 'alice');
    await loggedIn(server, 'bob');
    const refused = openRaw(server);
    expect(await refused.rejected()).toBe(400);
    alice.socket.disconnect();
    await metricReaches(server, 'rxim_connections', 1);
    await stillServes(server);
  });

  it('of one address are no more when all of them ask in one go', async () => {
    const server = await newServer({ noRateLimits: false, limits: { connectionsPerAddress: 2 } });
    const socket = connectTcp(server.port, '127.0.0.1');
    const handshake = 'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const last = 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    socket.write(handshake.repeat(20) + last);
    const answers = await text(socket);
    expect(answers).toContain('{"status":"ok"}');
    expect(await metric(server, 'rxim_connections')).toBe(2);
  });

  it('of one network of IPv6 are those of one address', async () => {
    const server = await newServer({
      noRateLimits: false,
      trustProxy: true,
      limits: { connectionsPerAddress: 1 },
    });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    expect(await openRaw(server, from('2001:db8:1:2:a::1')).frame()).toMatch(/^0/);
    expect(await openRaw(server, from('2001:db8:1:2:b::2')).rejected()).toBe(400);
    expect(await openRaw(server, from('2001:db8:1:3::1')).frame()).toMatch(/^0/);
  });
});

describe('behind a proxy', () => {
  const from = (address: string) => ({ headers: { 'x-forwarded-for': `10.9.9.9, ${address}` } });

  it('addresses are those that the proxy names', async () => {
    const server = await newServer({
      noRateLimits: false,
      trustProxy: true,
      limits: { connectionsPerAddress: 1 },
    });
    expect(await openRaw(server, from('10.0.0.1')).frame()).toMatch(/^0/);
    expect(await openRaw(server, from('10.0.0.2')).frame()).toMatch(/^0/);
    expect(await openRaw(server, from('10.0.0.2')).rejected()).toBe(400);
  });

  it('addresses are not what anyone claims, where no proxy is trusted', async () => {
    const server = await newServer({ noRateLimits: false, limits: { connectionsPerAddress: 1 } });
    expect(await openRaw(server, from('10.0.0.1')).frame()).toMatch(/^0/);
    expect(await openRaw(server, from('10.0.0.2')).rejected()).toBe(400);
  });
});

describe('origins', () => {
  const status = (server: TestServer, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve) => {
      request(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });

  it.each([
    ['none', {}, 200],
    ['a page of this machine', { origin: 'http://localhost:4200' }, 200],
    ['a page on the list', { origin: 'https://chat.example' }, 200],
    ['any other page', { origin: 'https://evil.example' }, 403],
    [
      'a page whose name was made to resolve to this machine',
      { origin: 'http://evil.example', host: 'evil.example' },
      403,
    ],
    ['a page without an address', { origin: 'null' }, 403],
  ])('of %s', async (_what, headers, expected) => {
    const server = await newServer({ allowOrigin: ['https://chat.example'] });
    expect(await status(server, headers)).toBe(expected);
  });

  it('hold for REST alike, preflights included', async () => {
    const server = await newServer({ allowOrigin: ['https://chat.example'] });
    const ask = (origin: string) =>
      fetch(`${server.url}/groups`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'x-ml-appid',
        },
      });
    const allowed = await ask('https://chat.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://chat.example');
    expect(allowed.headers.get('access-control-allow-headers')).toBe('x-ml-appid');
    const refused = await ask('https://evil.example');
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ errorCode: 5003 });
  });
});

describe('a client that does not read', () => {
  it('is let go when too much waits for it, and others lose nothing', async () => {
    const server = await newServer({ limits: { outgoingSize: 64 * 1024 } });
    const slow = await rawLoggedIn(server, 'slow');
    const alice = await loggedIn(server, 'alice');
    slow.socket.pause();
    const body = 'x'.repeat(16_000);
    // The kernel's buffers take the first megabytes.
    for (let ack = 0; (await metric(server, 'rxim_sessions')) > 1; ack += 100) {
      expect(ack).toBeLessThan(2000);
      for (let i = 1; i <= 100; i++)
        alice.socket.emit('say', { to: { id: 'slow', type: 4 }, content: { media: 0, body }, ack: ack + i });
      for (let i = 1; i <= 100; i++)
        expect(await alice.next('ack')).toMatchObject({ ack: ack + i, seq: ack + i });
    }
    slow.socket.terminate();
  });
});
