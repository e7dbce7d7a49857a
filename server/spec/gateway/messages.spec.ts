import type { Ack, Message, Yourself } from 'rxim/protocol';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { administer, befriend } from '../support/rest';
import { connect, loggedIn, type StockClient } from '../support/stock-client';
import { aNumber, aString } from '../support/matchers';

const text = (body: string) => ({ media: 0, body });

const friends = async (server: TestServer): Promise<{ alice: StockClient; bob: StockClient }> => {
  const alice = await loggedIn(server, 'alice');
  const bob = await loggedIn(server, 'bob');
  await befriend(server, 'alice', 'bob');
  return { alice, bob };
};

describe('a message to a friend', () => {
  it('reaches the friend as one of a friend, and is acknowledged with its place', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    alice.socket.emit('say', {
      to: { id: 'bob', type: 0 },
      content: text('hi'),
      remark: 'r',
      ack: 7,
      cid: 'c1',
    });
    const ack = await alice.next<Ack>('ack');
    expect(ack).toEqual({ ack: 7, cid: 'c1', seq: 1, ts: aNumber });
    expect(await bob.next('message')).toEqual({
      from: { id: 'alice', type: 0 },
      content: text('hi'),
      remark: 'r',
      ts: ack.ts,
      seq: 1,
    });
  });

  it('reaches every session of the friend, and the other ones of the sender as `yourself`', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    const tablet = await loggedIn(server, 'bob');
    const phone = await loggedIn(server, 'alice');
    alice.socket.emit('say', { to: { id: 'bob', type: 0 }, content: text('hi'), cid: 'c1' });
    expect(await bob.next('message')).toEqual(await tablet.next('message'));
    expect(await phone.next<Yourself>('yourself')).toEqual({
      to: { id: 'bob', type: 0 },
      content: text('hi'),
      ts: aNumber,
      seq: 1,
      cid: 'c1',
    });
    await alice.next('ack');
    await alice.settled();
    expect(alice.recorder.rest.map(({ name }) => name)).not.toContain('yourself');
  });

  it('keeps the order of a burst', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    for (let i = 1; i <= 200; i++)
      alice.socket.emit('say', { to: { id: 'bob' }, content: text(`${i}`), ack: i });
    for (let i = 1; i <= 200; i++) {
      expect(await alice.next('ack')).toMatchObject({ ack: i, seq: i });
      expect(await bob.next('message')).toMatchObject({ content: text(`${i}`), seq: i });
    }
  });

  it('is stored once however often it comes, and the repeat is told so', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    const say = { to: { id: 'bob', type: 0 }, content: text('once'), cid: 'c1' };
    alice.socket.emit('say', say);
    alice.socket.emit('say', say);
    const first = await alice.next<Ack>('ack');
    expect(await alice.next('ack')).toEqual({ ...first, dup: true });
    alice.socket.emit('say', { ...say, cid: 'c2', content: text('next') });
    expect(await bob.next('message')).toMatchObject({ content: text('once') });
    expect(await bob.next('message')).toMatchObject({ content: text('next') });
  });
});

describe('long polling', () => {
  it('carries everything that a WebSocket does, and does not keep a server from closing', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    const bob = connect(server, { client: 'bob', x: 1 }, { transports: ['polling'] });
    await bob.next('login');
    alice.socket.emit('say', { to: { id: 'bob' }, content: text('hi') });
    expect(await bob.next('message')).toMatchObject({ content: text('hi') });
    bob.socket.emit('say', { to: { id: 'alice' }, content: text('hi yourself') });
    expect(await alice.next('message')).toMatchObject({ content: text('hi yourself') });
    await server.close();
    expect(await bob.next('bye')).toMatchObject({ reason: 'restart' });
  });

  it('upgrades to a WebSocket without losing anything', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    const bob = connect(server, { client: 'bob', x: 1 }, { transports: ['polling', 'websocket'] });
    await bob.next('login');
    for (let i = 1; i <= 50; i++) alice.socket.emit('say', { to: { id: 'bob' }, content: text(`${i}`) });
    for (let i = 1; i <= 50; i++)
      expect(await bob.next('message')).toMatchObject({ content: text(`${i}`), seq: i });
    expect(bob.socket.io.engine.transport.name).toBe('websocket');
  });
});

describe('a message to a stranger', () => {
  it('needs no friendship, and says what the sender is', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    const bob = await loggedIn(server, 'bob');
    alice.socket.emit('say', { to: { id: 'bob', type: 4 }, content: text('hello') });
    expect(await bob.next('message')).toMatchObject({ from: { id: 'alice', type: 4 } });
  });

  it('is one of a friend or of a stranger as they are, if the sender leaves it open', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    const carol = await loggedIn(server, 'carol');
    alice.socket.emit('say', { to: { id: 'bob' }, content: text('hi') });
    alice.socket.emit('say', { to: { id: 'carol' }, content: text('hi') });
    expect(await bob.next('message')).toMatchObject({ from: { type: 0 } });
    expect(await carol.next('message')).toMatchObject({ from: { type: 4 } });
  });
});

describe('a message to a group', () => {
  it('reaches every member with the group and who spoke', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    const carol = await loggedIn(server, 'carol');
    const group = await administer<string>(server, 'POST', '/groups', {
      owner: 'alice',
      members: ['bob', 'carol'],
    });
    bob.socket.emit('say', { to: { id: group, type: 1 }, content: text('hi all'), cid: 'c1' });
    const seen = {
      from: { id: 'bob', type: 1, gid: group },
      content: text('hi all'),
      ts: aNumber,
      seq: 1,
    };
    expect(await alice.next('message')).toEqual(seen);
    expect(await carol.next('message')).toEqual(seen);
    expect(await bob.next('ack')).toMatchObject({ cid: 'c1', seq: 1 });
  });

  it('is refused to those who are not in it', async () => {
    const server = await newServer();
    const { alice } = await friends(server);
    const group = await administer<string>(server, 'POST', '/groups', { owner: 'bob' });
    alice.socket.emit('say', { to: { id: group, type: 1 }, content: text('hi'), cid: 'c1' });
    expect(await alice.next('ack')).toMatchObject({ cid: 'c1', error: 5003, retry: false });
  });
});

describe('a message to a room', () => {
  const roomOf = (server: TestServer, ...members: string[]) =>
    administer<string>(server, 'POST', '/rooms', { name: 'lobby', members });
  const hi = (room: string) => ({ to: { id: room, type: 2 }, content: text('hi'), cid: 'c1' });

  it('reaches those who are there, without a place since it is not stored', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    const phone = await loggedIn(server, 'alice');
    const room = await roomOf(server, 'alice', 'bob');
    alice.socket.emit('say', hi(room));
    expect(await alice.next('ack')).toEqual({ cid: 'c1', ts: aNumber });
    expect(await bob.next<Message>('message')).toEqual({
      from: { id: 'alice', type: 2, gid: room },
      content: text('hi'),
      ts: aNumber,
    });
    expect(await phone.next('yourself')).toMatchObject({ to: { id: room, type: 2 }, cid: 'c1' });
  });

  it('reaches a member that was in the room before it logged in', async () => {
    const server = await newServer();
    const { alice } = await friends(server);
    const room = await roomOf(server, 'alice', 'bob');
    const tablet = await loggedIn(server, 'bob');
    alice.socket.emit('say', hi(room));
    expect(await tablet.next('message')).toMatchObject({ content: text('hi') });
  });

  it('is refused to one who has left, and reaches it no more', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    const carol = await loggedIn(server, 'carol');
    const room = await roomOf(server, 'alice', 'bob', 'carol');
    await administer(server, 'DELETE', `/rooms/${room}/members`, { members: ['bob'] });
    bob.socket.emit('say', hi(room));
    expect(await bob.next('ack')).toMatchObject({ error: 5003 });
    alice.socket.emit('say', hi(room));
    await carol.next('message');
    await bob.settled();
    expect(bob.recorder.rest.filter(({ name }) => name === 'message')).toEqual([]);
  });

  it('is refused as one to nobody when the room is gone', async () => {
    const server = await newServer();
    const { alice } = await friends(server);
    const room = await roomOf(server, 'alice');
    await administer(server, 'DELETE', `/rooms/${room}`);
    alice.socket.emit('say', hi(room));
    expect(await alice.next('ack')).toMatchObject({ error: 5004 });
  });
});

describe('guests', () => {
  it('write to users without a type, and users answer with type 3', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    const guest = connect(server, { passenger: { id: 'visitor' }, x: 1 });
    await guest.next('login');
    guest.socket.emit('say', { to: { id: 'alice' }, content: text('anyone there?'), cid: 'c1' });
    expect(await alice.next('message')).toMatchObject({ from: { id: 'visitor', type: 3 }, seq: 1 });
    alice.socket.emit('say', { to: { id: 'visitor', type: 3 }, content: text('yes'), cid: 'c2' });
    expect(await guest.next('message')).toMatchObject({ from: { id: 'alice', type: 0 }, seq: 2 });
  });

  it('may write to users only', async () => {
    const server = await newServer();
    const guest = connect(server, { passenger: { id: 'visitor' }, x: 1 });
    await guest.next('login');
    const group = await loggedIn(server, 'alice').then(() =>
      administer<string>(server, 'POST', '/groups', { owner: 'alice' }),
    );
    guest.socket.emit('say', { to: { id: group, type: 1 }, content: text('hi'), cid: 'c1' });
    expect(await guest.next('ack')).toMatchObject({ error: 5003 });
  });
});

describe('a message that is refused', () => {
  it.each([
    ['to a stranger as a friend', 5003, { to: { id: 'bob', type: 0 } }],
    ['to nobody', 5004, { to: { id: 'nobody', type: 4 } }],
    ['to a group that does not exist', 5004, { to: { id: 'f'.repeat(32), type: 1 } }],
    ['to a group by an id that none can have', 5004, { to: { id: 'nonsense', type: 1 } }],
    ['to oneself', 5001, { to: { id: 'alice' } }],
    ['without a body', 5001, { content: text('') }],
    ['that is too long', 5010, { content: text('x'.repeat(16_385)) }],
    ['with a remark that is too long', 5010, { remark: 'x'.repeat(1025) }],
    ['of an unknown kind', 5001, { content: { media: 9, body: 'hi' } }],
    ['with an image of no parts', 5001, { content: { media: 1, body: [] } }],
    ['with no receiver', 5001, { to: 'bob' }],
    [
      'with a key that reaches a prototype',
      5001,
      { push: JSON.parse('{"__proto__":{"enable":true}}') as unknown },
    ],
    ['after one that never came', 5015, { after: 'c0' }],
  ])('%s is told so with %i', async (_what, error, part) => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    await loggedIn(server, 'bob');
    alice.socket.emit('say', { to: { id: 'bob', type: 4 }, content: text('hi'), ack: 3, cid: 'c1', ...part });
    expect(await alice.next('ack')).toMatchObject({ ack: 3, cid: 'c1', error, message: aString });
  });

  it('is not told to clients of 2016, which would take any answer for an acceptance', async () => {
    const server = await newServer();
    const alice = connect(server, { client: 'alice' });
    await alice.next('login');
    alice.socket.emit('say', { to: { id: 'nobody', type: 4 }, content: text('hi'), ack: 1 });
    await loggedIn(server, 'bob');
    alice.socket.emit('say', { to: { id: 'bob', type: 4 }, content: text('hi'), ack: 2 });
    expect(await alice.next('ack')).toEqual({ ack: 2, ts: aNumber, seq: 1 });
    expect(alice.recorder.rest).toEqual([]);
  });
});

describe('system messages', () => {
  it.each([
    ['a user', '/system/bob'],
    ['everybody', '/system'],
  ])('to %s reach it as `sys`', async (_whom, path) => {
    const server = await newServer();
    const { bob } = await friends(server);
    await administer(server, 'POST', path, { content: text('maintenance'), remark: 'r' });
    expect(await bob.next('sys')).toMatchObject({
      content: text('maintenance'),
      remark: 'r',
      ts: aNumber,
    });
  });

  it('to a group and to a room reach the members', async () => {
    const server = await newServer();
    const { alice, bob } = await friends(server);
    const group = await administer<string>(server, 'POST', '/groups', { owner: 'alice', members: ['bob'] });
    const room = await administer<string>(server, 'POST', '/rooms', { members: ['bob'] });
    await administer(server, 'POST', `/system/${group}?group`, { content: text('to the group') });
    await administer(server, 'POST', `/system/${room}?room`, { content: text('to the room') });
    expect(await alice.next('sys')).toMatchObject({ content: text('to the group') });
    expect(await bob.next('sys')).toMatchObject({ content: text('to the group'), seq: 1 });
    expect(await bob.next('sys')).toEqual({ content: text('to the room'), ts: aNumber });
  });
});
