import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { TIME, record, refusal } from './shapes';

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

describe('strangers', () => {
  it('are those that a user talked with, the latest first', async () => {
    await bob.say({ id: 'carol', type: 4 }, 'who are you?');
    await alice.say({ id: 'carol', type: 4 }, 'hi');
    expect((await carol.call('GET', '/ctx/carol/strangers')).body).toEqual(['alice', 'bob']);
    expect((await carol.call('GET', '/ctx/carol/strangers?skip=1&limit=1')).body).toEqual(['bob']);
    expect((await carol.call('GET', '/ctx/carol/strangers?detail')).body).toEqual([
      { id: 'alice', online: true, recent: record('alice', 'hi') },
      { id: 'bob', online: true, recent: record('bob', 'who are you?') },
    ]);
    expect((await carol.call('GET', '/ctx/carol/strangers/bob')).body).toEqual({
      ts: TIME,
      online: true,
      recent: record('bob', 'who are you?'),
    });
    expect((await carol.call('GET', '/ctx/carol/strangers/bob/chats')).body).toEqual([
      record('bob', 'who are you?'),
    ]);
  });

  it('one never talked with are 5004', async () => {
    expect(await alice.call('GET', '/ctx/alice/strangers/p1')).toMatchObject(refusal(404, 5004));
  });
});
