import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { TIME, create, refusal } from './shapes';

let rest: RestServer;
let alice: LoggedIn;
let bob: LoggedIn;

beforeAll(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
  bob = await rest.user('bob');
});

describe('users', () => {
  it('GET /ctx/:user tells everything about a user, live sessions included', async () => {
    const dave = await rest.user('dave');
    await rest.user('dave');
    await dave.call('POST', '/ctx/dave/friends/alice');
    const group = await create(dave.call, '/groups', { owner: 'dave' });
    const room = await create(dave.call, '/rooms', {});
    expect(await dave.call('GET', '/ctx/dave')).toMatchObject({
      status: 200,
      body: {
        attributes: {},
        installs: [],
        sessions: 2,
        friends: ['alice'],
        groups: [group],
        rooms: [room],
        ts: TIME,
      },
    });
  });

  it('GET /ctx/:user answers 5004 if there is no such user', async () => {
    expect(await rest.master('GET', '/ctx/nobody')).toMatchObject(refusal(404, 5004));
  });

  it('GET /ctx finds users whose attributes all match, sorted and in pages', async () => {
    for (const [id, score, city] of [
      ['p1', 3, 'ulm'],
      ['p2', 20, 'ulm'],
      ['p3', 100, 'ulm'],
      ['p4', 7, 'rom'],
    ]) {
      await rest.master('POST', `/ctx/${String(id)}/attributes`, { score, city });
    }
    const found = await alice.call('GET', '/ctx?city=ulm&_sort=-score');
    expect(found.body).toEqual([
      { id: 'p3', online: false, ts: TIME, attributes: { score: 100, city: 'ulm' } },
      { id: 'p2', online: false, ts: TIME, attributes: { score: 20, city: 'ulm' } },
      { id: 'p1', online: false, ts: TIME, attributes: { score: 3, city: 'ulm' } },
    ]);
    const page = await alice.call('GET', '/ctx?city=ulm&_sort=score&_skip=1&_limit=1');
    expect(page.body).toMatchObject([{ id: 'p2' }]);
    expect((await alice.call('GET', '/ctx?city=ulm&score=3')).body).toMatchObject([{ id: 'p1' }]);
    expect((await alice.call('GET', '/ctx?city=ulm&score=7')).body).toEqual([]);
  });

  it('GET /ctx tells who is online', async () => {
    await bob.call('POST', '/ctx/bob/attributes', { team: 'red' });
    expect((await alice.call('GET', '/ctx?team=red')).body).toMatchObject([{ id: 'bob', online: true }]);
  });
});
