import { APP, newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { TIME, empty, own, record, refusal } from './shapes';

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

describe('friends', () => {
  it('are made both ways, and who asks and how often makes no difference', async () => {
    const made = await alice.call('POST', '/ctx/alice/friends/bob');
    expect(made).toMatchObject({ status: 201, body: { from: 'alice', to: 'bob', ns: APP, ts: TIME } });
    expect(Object.keys(made.body as object).sort()).toEqual(['from', 'id', 'ns', 'to', 'ts']);
    expect(await alice.call('POST', '/ctx/alice/friends/bob')).toMatchObject({
      status: 201,
      body: made.body,
    });
    expect(await bob.call('POST', '/ctx/bob/friends/alice')).toMatchObject({ status: 201, body: made.body });
    expect((await bob.call('GET', '/ctx/bob/friends')).body).toEqual(['alice']);

    const { ns: _, ...friendship } = made.body as Record<string, unknown>;
    expect((await bob.call('GET', '/ctx/bob/friends/alice')).body).toEqual({ ...friendship, online: true });
  });

  it('are listed with presence and the last message', async () => {
    await alice.say({ id: 'bob', type: 0 }, 'hello');
    const { body } = await alice.call('GET', '/ctx/alice/friends?detail');
    expect(body).toContainEqual({ id: 'bob', online: true, recent: own('alice', 'hello') });
  });

  it('have a history, oldest first, in pages into the past', async () => {
    for (const body of ['one', 'two', 'three']) await bob.say({ id: 'alice', type: 0 }, body);
    const at = '/ctx/alice/friends/bob/chats';
    const last = (await alice.call('GET', `${at}?limit=2`)).body as { ts: number }[];
    expect(last).toEqual([record('bob', 'two'), record('bob', 'three')]);
    const before = (await alice.call('GET', `${at}?limit=1&ts=${last[0]!.ts}`)).body;
    expect(before).toEqual([record('bob', 'one')]);
  });

  it('stop being friends, and to stop twice is no error', async () => {
    await carol.call('POST', '/ctx/carol/friends/alice');
    for (const call of [carol.call, carol.call]) {
      expect(empty(await call('DELETE', '/ctx/carol/friends/alice'))).toEqual({ status: 204, text: '' });
    }
    expect(await carol.call('GET', '/ctx/carol/friends/alice')).toMatchObject(refusal(404, 5004));
  });

  it('must be two users that exist', async () => {
    expect(await alice.call('POST', '/ctx/alice/friends/nobody')).toMatchObject(refusal(404, 5004));
    expect(await alice.call('POST', '/ctx/alice/friends/alice')).toMatchObject(refusal(400, 5001));
  });
});
