import { createServer } from '../src/create-server';
import { createTestServer, type TestServer } from 'rxim-server/testing';
import { postgresAvailable, startPostgres, type PostgresServer } from './support/postgres';
import { redisAvailable, redisServer, type RedisServer } from './support/redis';
import { administer, befriend } from './support/rest';
import { connect, loggedIn } from './support/stock-client';

const available = postgresAvailable() && redisAvailable();

it('a cluster without a database that its nodes share is refused', async () => {
  await expect(createServer({ port: 0, data: ':memory:', redis: 'redis://127.0.0.1:1' })).rejects.toThrow(
    'redis: the nodes of a cluster share a database; --redis needs --database',
  );
});

(available ? describe : describe.skip)('two nodes over one PostgreSQL and one Redis', () => {
  let postgres: PostgresServer;
  let redis: RedisServer;
  let one: TestServer;
  let two: TestServer;

  const node = (database: string): Promise<TestServer> =>
    createTestServer({
      database,
      redis: redis.url,
      appId: 'demo',
      clientKey: 'public',
      masterKey: 'master-secret',
    });

  beforeAll(async () => {
    postgres = startPostgres();
    redis = await redisServer();
    await redis.start();
    const database = await postgres.createDatabase();
    one = await node(database);
    two = await node(database);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([one.close(), two.close()]);
    await redis.kill();
    postgres.stop();
  });

  it('a message reaches a receiver at the other node, and the sender’s other device there', async () => {
    const alice = await loggedIn(one, 'm-alice');
    const phone = await loggedIn(two, 'm-alice');
    const bob = await loggedIn(two, 'm-bob');
    alice.socket.emit('say', { to: { id: 'm-bob', type: 4 }, content: { media: 0, body: 'hi' }, cid: '1' });
    expect(await bob.next('message')).toMatchObject({ from: { id: 'm-alice', type: 4 }, seq: 1 });
    expect(await phone.next('yourself')).toMatchObject({ to: { id: 'm-bob' }, cid: '1' });
  });

  it('friends see each other come and go once, wherever they are', async () => {
    const known = await loggedIn(one, 'p-alice');
    const bob = await loggedIn(two, 'p-bob');
    await befriend(one, 'p-alice', 'p-bob');
    known.socket.disconnect();
    expect(await bob.next('offline')).toBe('p-alice');
    const unasked = (): number => bob.recorder.rest.filter(({ name }) => name.includes('line')).length;
    // That alice had come may have been told to the friend that bob became only then.
    while (unasked() > 0) await bob.next('online');

    const first = await loggedIn(one, 'p-alice');
    expect(await bob.next('online')).toBe('p-alice');
    const second = await loggedIn(two, 'p-alice');
    expect(await administer(two, 'GET', '/ctx/p-alice')).toMatchObject({ sessions: 2 });
    first.socket.disconnect();
    await first.next('disconnect');
    second.socket.disconnect();
    expect(await bob.next('offline')).toBe('p-alice');
    const third = await loggedIn(one, 'p-alice');
    expect(await bob.next('online')).toBe('p-alice');
    // What it says comes over the bus behind all that was told of it.
    third.socket.emit('say', {
      to: { id: 'p-bob', type: 0 },
      content: { media: 0, body: 'there' },
      cid: '1',
    });
    await bob.next('message');
    expect(unasked()).toBe(0);
  });

  it('room members are heard at every node', async () => {
    const alice = await loggedIn(one, 'r-alice');
    const bob = await loggedIn(two, 'r-bob');
    const room = await administer<string>(one, 'POST', '/rooms', { members: ['r-alice', 'r-bob'] });
    // Joining travels over the bus, too.
    for (;;) {
      alice.socket.emit('say', { to: { id: room, type: 2 }, content: { media: 0, body: 'hi' }, cid: '1' });
      await alice.next('ack');
      await bob.settled();
      if (bob.recorder.rest.some(({ name }) => name === 'message')) break;
    }
    expect(await bob.next('message')).toMatchObject({ from: { id: 'r-alice', type: 2, gid: room } });
  });

  it('a user whose sessions end is out at every node', async () => {
    const laptop = await loggedIn(two, 'e-alice');
    const answer = await connect(one, { client: 'e-alice', x: 1 }).next<{ token: string }>('login');
    const response = await fetch(`${one.url}/accounts/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${answer.token}` },
    });
    expect(response.status).toBeLessThan(300);
    expect(await laptop.next('bye')).toEqual({ reason: 'logout' });
  });

  it('clients are told to fetch when Redis is gone, and hear each other again when it is back', async () => {
    const alice = await loggedIn(one, 'g-alice');
    const bob = await loggedIn(two, 'g-bob');
    await redis.kill();
    expect(await bob.next('resync')).toEqual({});
    await redis.start();
    const hears = async (): Promise<boolean> => {
      alice.socket.emit('say', {
        to: { id: 'g-bob', type: 4 },
        content: { media: 0, body: 'hi' },
        cid: `${n++}`,
      });
      await alice.next('ack');
      await bob.settled();
      return bob.recorder.rest.some(({ name }) => name === 'message');
    };
    let n = 1;
    while (!(await hears()));
    // Whatever was said before that is in the database, and so is this.
    expect(bob.recorder.rest.filter(({ name }) => name === 'resync').length).toBeGreaterThan(0);
  });
});
