import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { create } from './shapes';

let rest: RestServer;
let alice: LoggedIn;
let bob: LoggedIn;
let carol: LoggedIn;

beforeEach(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
  bob = await rest.user('bob');
  carol = await rest.user('carol');
});

/** Who got which texts, once everything that is under way has arrived: a message of one's own tells. */
const heard = async (who: LoggedIn): Promise<unknown[]> => {
  const from = who === carol ? alice : carol;
  await from.say({ id: who.id, type: 4 }, 'the end');
  for (const bodies: unknown[] = []; ;) {
    const { content } = (await who.recorder.next('message')) as { content: { body: string } };
    if (content.body === 'the end') return bodies;
    bodies.push(content.body);
  }
};

it('those who become friends while both are online see each other online at once', async () => {
  await alice.call('POST', '/ctx/alice/friends/bob');
  expect(await Promise.all([alice.recorder.next('online'), bob.recorder.next('online')])).toEqual([
    'bob',
    'alice',
  ]);
});

it('whoever joins a room hears it from then on, and whoever leaves does not any more', async () => {
  const id = await create(alice.call, '/rooms', {});
  await alice.say({ id, type: 2 }, 'before');
  await bob.call('POST', `/rooms/${id}/members/bob`);
  await alice.say({ id, type: 2 }, 'within');
  await bob.call('DELETE', `/rooms/${id}/members/bob`);
  await alice.say({ id, type: 2 }, 'after');
  expect(await heard(bob)).toEqual(['within']);
});

it('a list of members that replaces another takes some in and puts others out', async () => {
  const id = await create(rest.master, '/rooms', { members: ['alice', 'bob'] });
  await rest.master('PUT', `/rooms/${id}`, { members: ['alice', 'carol'] });
  await alice.say({ id, type: 2 }, 'hello');
  expect(await heard(bob)).toEqual([]);
  expect(await heard(carol)).toEqual(['hello']);
});

it('in a room that is closed nobody speaks any more', async () => {
  const id = await create(rest.master, '/rooms', { members: ['alice', 'bob'] });
  await rest.master('DELETE', `/rooms/${id}`);
  expect(await alice.say({ id, type: 2 }, 'hello?')).toMatchObject({ error: expect.any(Number) as number });
  expect(await heard(bob)).toEqual([]);
});

it('a member who is put out of a group does not hear it any more', async () => {
  const id = await create(alice.call, '/groups', { owner: 'alice', members: ['bob'] });
  await alice.say({ id, type: 1 }, 'within');
  await alice.call('DELETE', `/groups/${id}/members`, { members: ['bob'] });
  await alice.say({ id, type: 1 }, 'after');
  expect(await heard(bob)).toEqual(['within']);
});
