import type { ConversationInfo, Read } from 'rxim/protocol';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { administer, befriend } from '../support/rest';
import { connect, loggedIn, type StockClient } from '../support/stock-client';

const AB = 'u:alice|u:bob';

let server: TestServer;
let phone: StockClient;
let laptop: StockClient;
let bob: StockClient;
let said = 0;

const start = async (options?: Parameters<typeof newServer>[0]): Promise<void> => {
  server = await newServer(options);
  phone = await loggedIn(server, 'alice');
  laptop = await loggedIn(server, 'alice');
  bob = await loggedIn(server, 'bob');
  await befriend(server, 'alice', 'bob');
};

const say = async (client: StockClient, id: string, type = 0): Promise<void> => {
  client.socket.emit('say', { to: { id, type }, content: { media: 0, body: 'x' }, cid: `${++said}` });
  expect(await client.next('ack')).toHaveProperty('seq');
};
const read = (client: StockClient, payload: unknown) => client.socket.emit('read', payload);
const positionOf = async (user: string, conv = AB): Promise<number | undefined> => {
  const list = await administer<ConversationInfo[]>(server, 'GET', `/ctx/${user}/conversations`);
  return list.find((each) => each.conv === conv)?.read;
};
const readsTo = (client: StockClient) =>
  client.recorder.rest.filter(({ name }) => name === 'read').map(({ payload }) => payload);

describe('a read position', () => {
  beforeEach(() => start());

  it('is kept, and told to the user’s other sessions and to nobody else', async () => {
    await say(bob, 'alice');
    await say(bob, 'alice');
    read(phone, { conv: AB, seq: 1 });
    expect(await laptop.next<Read>('read')).toEqual({ conv: AB, seq: 1 });
    expect(await positionOf('alice')).toBe(1);
    read(laptop, { conv: AB, seq: 2 });
    expect(await phone.next<Read>('read')).toEqual({ conv: AB, seq: 2 });
    await Promise.all([laptop.settled(), bob.settled()]);
    expect([...readsTo(laptop), ...readsTo(bob)]).toEqual([]);
  });

  it('never goes back, and is told when it moves only', async () => {
    for (let i = 0; i < 3; i++) await say(bob, 'alice');
    read(phone, { conv: AB, seq: 3 });
    expect(await laptop.next<Read>('read')).toEqual({ conv: AB, seq: 3 });
    read(phone, { conv: AB, seq: 2 });
    read(phone, { conv: AB, seq: 3 });
    await say(bob, 'alice');
    read(phone, { conv: AB, seq: 4 });
    expect(await laptop.next<Read>('read')).toEqual({ conv: AB, seq: 4 });
    expect(await positionOf('alice')).toBe(4);
  });

  it('follows what the user writes', async () => {
    await say(bob, 'alice');
    await say(phone, 'bob');
    expect(await positionOf('alice')).toBe(2);
    expect(await positionOf('bob')).toBe(1);
  });

  it('is a guest’s as well', async () => {
    const guest = connect(server, { passenger: { id: 'visitor' }, x: 1 });
    await guest.next('login');
    const other = connect(server, { passenger: { id: 'visitor' }, x: 1 });
    await other.next('login');
    await say(phone, 'visitor', 3);
    const conv = 'p:visitor|u:alice';
    read(guest, { conv, seq: 1 });
    expect(await other.next<Read>('read')).toEqual({ conv, seq: 1 });
  });

  it.each([
    ['that is none', undefined],
    ['that is no object', '{"conv":"u:alice|u:bob","seq":1}'],
    ['without a number', { conv: AB }],
    ['with a fraction', { conv: AB, seq: 0.5 }],
    ['beyond the last message', { conv: AB, seq: 2 }],
    ['below the first message', { conv: AB, seq: 0 }],
    ['of others', { conv: 'u:bob|u:carol', seq: 1 }],
    ['of nothing', { conv: '', seq: 1 }],
    ['of a key that no database holds', { conv: 'u:\0', seq: 1 }],
    ['of a key without end', { conv: 'u:'.repeat(1000), seq: 1 }],
  ])('%s is passed over', async (_, payload) => {
    await loggedIn(server, 'carol');
    await say(bob, 'carol', 4);
    await say(bob, 'alice');
    read(phone, payload);
    // What is right and comes after it is the first that is told.
    read(phone, { conv: AB, seq: 1 });
    expect(await laptop.next<Read>('read')).toEqual({ conv: AB, seq: 1 });
    expect(await positionOf('bob', 'u:bob|u:carol')).toBe(1);
    expect(phone.socket.connected).toBe(true);
  });

  it('in a group is a member’s, as long as it is one', async () => {
    const id = await administer<string>(server, 'POST', '/groups', { owner: 'bob', members: ['alice'] });
    await say(bob, id, 1);
    await administer(server, 'DELETE', `/groups/${id}/members/alice`);
    read(phone, { conv: `g:${id}`, seq: 1 });
    await say(bob, 'alice');
    read(phone, { conv: AB, seq: 1 });
    expect(await laptop.next<Read>('read')).toEqual({ conv: AB, seq: 1 });
  });

  it('is neither taken from clients of 2016 nor told to them', async () => {
    const old = connect(server, { client: 'alice' });
    await old.next('login');
    await say(bob, 'alice');
    await say(bob, 'alice');
    read(old, { conv: AB, seq: 2 });
    await old.settled();
    read(phone, { conv: AB, seq: 1 });
    expect(await laptop.next<Read>('read')).toEqual({ conv: AB, seq: 1 });
    await old.settled();
    expect(readsTo(old)).toEqual([]);
  });

  it('that comes before the server ends is kept and told', async () => {
    await say(bob, 'alice');
    for (let seq = 1; seq <= 3; seq++) read(phone, { conv: AB, seq });
    await phone.settled();
    await server.close();
    expect(laptop.recorder.rest).toContainEqual({ name: 'read', payload: { conv: AB, seq: 1 } });
  });
});

it('who reads too much too fast is shown out', async () => {
  await start({ noRateLimits: false });
  await say(bob, 'alice');
  for (let i = 0; i < 300; i++) read(phone, { conv: AB, seq: 1 });
  expect(await phone.next('bye')).toEqual({ reason: 'limit' });
});
