import { PeerType } from 'rxim/protocol';
import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { create } from './shapes';

let rest: RestServer;
let alice: LoggedIn;
let bob: LoggedIn;

beforeEach(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
  bob = await rest.user('bob');
});

const anything = expect.any(Number) as number;

describe('GET /ctx/:user/conversations', () => {
  it('lists what a user takes part in, the newest first, with its last message and how far it is read', async () => {
    await rest.master('POST', '/ctx/alice/friends/bob');
    const carol = await rest.user('carol');
    const id = await create(bob.call, '/groups', { owner: 'bob', members: ['alice'] });
    await bob.say({ id: 'alice', type: 0 }, 'one');
    await bob.say({ id: 'alice', type: 0 }, 'two');
    await carol.say({ id: 'alice', type: 4 }, 'three');
    await rest.master('POST', '/system/alice', { content: { media: 0, body: 'four' }, remark: 'news' });
    await bob.say({ id, type: 1 }, 'five');
    const said = (speaker: string, body: string, seq: number) => ({
      speaker,
      content: { media: 0, body },
      ts: anything,
      seq,
    });
    const { status, body } = await alice.call('GET', '/ctx/alice/conversations');
    expect(status).toBe(200);
    expect(body).toEqual([
      {
        conv: `g:${id}`,
        peer: { id, type: PeerType.Group },
        last: said('bob', 'five', 1),
        seq: 1,
        read: 0,
      },
      { conv: 's:u:alice', last: { ...said('', 'four', 1), remark: 'news' }, seq: 1, read: 0 },
      {
        conv: 'u:alice|u:carol',
        peer: { id: 'carol', type: PeerType.Stranger },
        last: said('carol', 'three', 1),
        seq: 1,
        read: 0,
      },
      {
        conv: 'u:alice|u:bob',
        peer: { id: 'bob', type: PeerType.Friend },
        last: said('bob', 'two', 2),
        seq: 2,
        read: 0,
      },
    ]);
    expect((await rest.master('GET', '/ctx/alice/conversations')).body).toEqual(body);
    expect((await alice.call('GET', '/ctx/alice/conversations?limit=1')).body).toHaveLength(1);
  });

  it('tells a sender the id of its own last message, and counts it as read', async () => {
    await alice.say({ id: 'bob', type: 4 }, 'hello');
    const [own] = (await alice.call('GET', '/ctx/alice/conversations')).body as object[];
    expect(own).toMatchObject({ last: { cid: expect.any(String) as string }, seq: 1, read: 1 });
    const [other] = (await bob.call('GET', '/ctx/bob/conversations')).body as { last: object }[];
    expect(other).toMatchObject({ seq: 1, read: 0 });
    expect(other?.last).not.toHaveProperty('cid');
  });

  it('is a guest’s as well', async () => {
    const guest = await rest.guest();
    await guest.say({ id: 'alice' }, 'hello');
    await alice.say({ id: guest.id, type: 3 }, 'welcome');
    expect((await guest.call('GET', `/ctx/${guest.id}/conversations`)).body).toMatchObject([
      { conv: `p:${guest.id}|u:alice`, peer: { id: 'alice', type: PeerType.Friend }, seq: 2, read: 1 },
    ]);
    expect((await alice.call('GET', '/ctx/alice/conversations')).body).toMatchObject([
      { conv: `p:${guest.id}|u:alice`, peer: { id: guest.id, type: PeerType.Guest }, seq: 2, read: 2 },
    ]);
  });

  it('is nobody else’s', async () => {
    const { status } = await bob.call('GET', '/ctx/alice/conversations');
    expect(status).toBe(403);
    // A guest of the same id is somebody else.
    const guest = await rest.guest({ id: 'alice' });
    await bob.say({ id: 'alice', type: 4 }, 'for the user');
    expect((await guest.call('GET', '/ctx/alice/conversations')).body).toEqual([]);
  });

  it('takes no limit that is none', async () => {
    expect((await alice.call('GET', '/ctx/alice/conversations?limit=0')).status).toBe(400);
  });
});

describe('a history', () => {
  it('outlives a friendship, by either way to it', async () => {
    await rest.master('POST', '/ctx/alice/friends/bob');
    await alice.say({ id: 'bob', type: 0 }, 'as a friend');
    await alice.call('DELETE', '/ctx/alice/friends/bob');
    await bob.say({ id: 'alice', type: 4 }, 'as a stranger');
    await bob.say({ id: 'alice' }, 'as whatever I am');
    const expected = ['as a friend', 'as a stranger', 'as whatever I am'].map((body, i) => ({
      content: { body },
      seq: i + 1,
    }));
    expect((await alice.call('GET', '/ctx/alice/friends/bob/chats')).body).toMatchObject(expected);
    expect((await bob.call('GET', '/ctx/bob/strangers/alice/chats')).body).toMatchObject(expected);
  });

  it('numbers its records everywhere, and tells its reader the ids of its own', async () => {
    const guest = await rest.guest();
    const id = await create(alice.call, '/groups', { owner: 'alice', members: ['bob'] });
    await rest.master('POST', '/ctx/alice/friends/bob');
    await alice.say({ id: 'bob', type: 0 }, 'x');
    await alice.say({ id, type: 1 }, 'x');
    await alice.say({ id: guest.id, type: 3 }, 'x');
    const own = [{ speaker: 'alice', seq: 1, cid: expect.any(String) as string }];
    const paths = [
      '/ctx/alice/friends/bob/chats',
      '/ctx/alice/strangers/bob/chats',
      `/groups/${id}/chats`,
      `/passengers/${guest.id}/chats/alice`,
    ];
    for (const path of paths) expect((await alice.call('GET', path)).body).toMatchObject(own);
    const others = [
      await bob.call('GET', '/ctx/bob/friends/alice/chats'),
      await bob.call('GET', `/groups/${id}/chats`),
      await guest.call('GET', `/passengers/${guest.id}/chats/alice`),
    ];
    for (const { body } of others) {
      expect(body).toMatchObject([{ speaker: 'alice', seq: 1 }]);
      expect((body as object[])[0]).not.toHaveProperty('cid');
    }
  });
});
