import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { TIME, create, empty, record, refusal } from './shapes';

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

describe('groups', () => {
  it('are made, read, found and listed', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice', name: 'climbers', members: ['bob'] });
    const group = { owner: 'alice', members: ['alice', 'bob'], attributes: { name: 'climbers' }, ts: TIME };
    expect(await bob.call('GET', `/groups/${id}`)).toMatchObject({ status: 200, body: group });
    await alice.say({ id, type: 1 }, 'up');

    expect((await bob.call('GET', '/ctx/bob/groups')).body).toContain(id);
    const listed = { id, name: 'climbers', ...group };
    expect((await bob.call('GET', '/ctx/bob/groups?detail')).body).toContainEqual({
      ...listed,
      recent: record('alice', 'up'),
    });
    expect((await bob.call('GET', '/groups?name=climbers')).body).toEqual([listed]);
  });

  it('show who is in them to members only', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice', name: 'secret' });
    expect((await carol.call('GET', '/groups?name=secret')).body).toEqual([
      { id, name: 'secret', attributes: { name: 'secret' }, ts: TIME },
    ]);
  });

  it('are renamed, given away, and get another list of members, which never lacks the owner', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice', members: ['bob'] });
    await alice.call('POST', `/groups/${id}/attributes`, { kept: true });
    expect(empty(await alice.call('PUT', `/groups/${id}`, { name: 'new', members: ['carol'] }))).toEqual({
      status: 201,
      text: '',
    });
    expect((await carol.call('GET', `/groups/${id}`)).body).toMatchObject({
      owner: 'alice',
      members: ['alice', 'carol'],
      attributes: { name: 'new', kept: true },
    });
    await alice.call('PUT', `/groups/${id}`, { owner: 'bob' });
    const { body } = await bob.call('GET', `/groups/${id}`);
    expect(body).toMatchObject({ owner: 'bob' });
    expect((body as { members: string[] }).members.sort()).toEqual(['alice', 'bob', 'carol']);
  });

  it('are dissolved', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice' });
    expect(empty(await alice.call('DELETE', `/groups/${id}`))).toEqual({ status: 204, text: '' });
    expect(await alice.call('GET', `/groups/${id}`)).toMatchObject(refusal(404, 5004));
    expect((await alice.call('GET', '/ctx/alice/groups')).body).not.toContain(id);
  });

  it('have a history of the time that the reader was a member, which the owner wipes', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice' });
    const at = `/groups/${id}/chats`;
    await alice.say({ id, type: 1 }, 'before');
    await alice.call('POST', `/groups/${id}/members`, { members: ['bob'] });
    await alice.say({ id, type: 1 }, 'after');
    expect((await bob.call('GET', at)).body).toEqual([record('alice', 'after')]);
    expect((await rest.master('GET', at)).body).toEqual([
      record('alice', 'before'),
      record('alice', 'after'),
    ]);
    expect(empty(await alice.call('DELETE', at))).toEqual({ status: 204, text: '' });
    expect((await alice.call('GET', at)).body).toEqual([]);
  });

  it('take members that exist, and keep their owner', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice' });
    const at = `/groups/${id}/members`;
    expect(await alice.call('POST', at, { members: ['nobody'] })).toMatchObject(refusal(404, 5004));
    expect(await alice.call('DELETE', `${at}/alice`)).toMatchObject(refusal(403, 5003));
    expect(await rest.master('DELETE', at, { members: ['alice'] })).toMatchObject(refusal(403, 5003));
  });
});
