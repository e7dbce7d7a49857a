import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { TIME, create, empty, refusal } from './shapes';

let rest: RestServer;
let alice: LoggedIn;
let bob: LoggedIn;
let carol: LoggedIn;

beforeAll(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
  bob = await rest.user('bob');
  carol = await rest.user('carol');
});

describe('rooms', () => {
  it('are made, read, found and listed; who makes one is in it', async () => {
    const id = await create(alice.call, '/rooms', { name: 'lobby', members: ['bob'] });
    const room = { members: ['alice', 'bob'], attributes: { name: 'lobby' }, ts: TIME };
    expect(await bob.call('GET', `/rooms/${id}`)).toMatchObject({ status: 200, body: room });
    expect((await bob.call('GET', '/ctx/bob/rooms')).body).toContain(id);
    expect((await bob.call('GET', '/ctx/bob/rooms?detail')).body).toContainEqual({
      id,
      name: 'lobby',
      ...room,
    });
    expect((await bob.call('GET', '/rooms?name=lobby')).body).toEqual([{ id, name: 'lobby', ...room }]);
    expect((await carol.call('GET', '/rooms?name=lobby')).body).toEqual([
      { id, name: 'lobby', attributes: { name: 'lobby' }, ts: TIME },
    ]);
  });

  it('are renamed, get another list of members, and are closed', async () => {
    const id = await create(rest.master, '/rooms', { members: ['alice', 'bob'] });
    expect(empty(await rest.master('PUT', `/rooms/${id}`, { name: 'hall', members: ['carol'] }))).toEqual({
      status: 201,
      text: '',
    });
    expect((await carol.call('GET', `/rooms/${id}`)).body).toMatchObject({
      members: ['carol'],
      attributes: { name: 'hall' },
    });
    expect(empty(await rest.master('DELETE', `/rooms/${id}`))).toEqual({ status: 204, text: '' });
    expect(await carol.call('GET', `/rooms/${id}`)).toMatchObject(refusal(404, 5004));
  });
});
