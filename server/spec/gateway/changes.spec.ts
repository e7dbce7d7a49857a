import type { Change } from 'rxim/protocol';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { administer, befriend } from '../support/rest';
import { connect, loggedIn, type StockClient } from '../support/stock-client';

let server: TestServer;
let alice: StockClient;
let bob: StockClient;

beforeEach(async () => {
  server = await newServer();
  alice = await loggedIn(server, 'alice');
  bob = await loggedIn(server, 'bob');
});

const call = <T = unknown>(method: string, path: string, body?: unknown) =>
  administer<T>(server, method, path, body);
const change = (client: StockClient) => client.next<Change>('change');

/** Every change that has come to this client and was not asked for. */
const changesTo = async (client: StockClient): Promise<unknown[]> => {
  await client.settled();
  return client.recorder.rest.filter(({ name }) => name === 'change').map(({ payload }) => payload);
};

/** Takes changes until one is an update; resolves with its value. */
const update = async (client: StockClient): Promise<Change['value']> => {
  for (;;) {
    const { op, value } = await change(client);
    if (op === 'updated') return value;
  }
};

describe('friends', () => {
  it('hear of their friendship on both sides, before they see each other online', async () => {
    await befriend(server, 'alice', 'bob');
    expect(await change(alice)).toEqual({ kind: 'friend', id: 'bob', op: 'added' });
    expect(await change(bob)).toEqual({ kind: 'friend', id: 'alice', op: 'added' });
    await call('DELETE', '/ctx/bob/friends/alice');
    expect(await change(alice)).toEqual({ kind: 'friend', id: 'bob', op: 'removed' });
    expect(await change(bob)).toEqual({ kind: 'friend', id: 'alice', op: 'removed' });
  });

  it('hear nothing of what is so already', async () => {
    await call('DELETE', '/ctx/bob/friends/alice');
    await befriend(server, 'alice', 'bob');
    await change(alice);
    await befriend(server, 'bob', 'alice');
    expect(await changesTo(alice)).toEqual([]);
  });
});

describe.each(['group', 'room'] as const)('a %s', (kind) => {
  const create = (members: readonly string[]) =>
    call<string>('POST', `/${kind}s`, kind === 'group' ? { owner: 'alice', members } : { members });

  it('tells its members that they are in', async () => {
    const id = await create(['alice', 'bob']);
    const added = { kind, id, op: 'added' };
    expect(await change(alice)).toEqual(added);
    expect(await change(bob)).toEqual(added);
    expect(await changesTo(alice)).toEqual([]);
  });

  it('tells who comes that it is in, and all members who they are', async () => {
    const id = await create(['alice']);
    await change(alice);
    await call('POST', `/${kind}s/${id}/members`, { members: ['bob'] });
    const updated = { kind, id, op: 'updated', value: { members: ['alice', 'bob'] } };
    expect(await change(alice)).toEqual(updated);
    expect(await change(bob)).toEqual({ kind, id, op: 'added' });
    expect(await change(bob)).toEqual(updated);
  });

  it('tells who goes that it is out, and those who stay who they are', async () => {
    const id = await create(['alice', 'bob']);
    await Promise.all([change(alice), change(bob)]);
    await call('DELETE', `/${kind}s/${id}/members/bob`);
    expect(await change(bob)).toEqual({ kind, id, op: 'removed' });
    expect(await change(alice)).toEqual({ kind, id, op: 'updated', value: { members: ['alice'] } });
    expect(await changesTo(bob)).toEqual([]);
  });

  it('tells its members its attributes when they change', async () => {
    const id = await create(['alice', 'bob']);
    await call('PUT', `/${kind}s/${id}`, { name: 'climbers' });
    expect(await update(bob)).toEqual({ attributes: { name: 'climbers' } });
    await call('POST', `/${kind}s/${id}/attributes`, { level: 3 });
    expect(await update(bob)).toEqual({ attributes: { name: 'climbers', level: 3 } });
    await call('PUT', `/${kind}s/${id}/attributes`, { level: 4 });
    expect(await update(bob)).toEqual({ attributes: { level: 4 } });
    await call('DELETE', `/${kind}s/${id}/attributes`);
    expect(await update(bob)).toEqual({ attributes: {} });
  });

  it('tells a list that replaces another to those who came, went and stayed', async () => {
    const carol = await loggedIn(server, 'carol');
    const id = await create(['alice', 'bob']);
    await Promise.all([change(alice), change(bob)]);
    await call('PUT', `/${kind}s/${id}`, { members: ['alice', 'carol'] });
    expect(await change(bob)).toEqual({ kind, id, op: 'removed' });
    expect(await change(carol)).toEqual({ kind, id, op: 'added' });
    expect(await update(carol)).toEqual({ members: ['alice', 'carol'] });
    expect(await update(alice)).toEqual({ members: ['alice', 'carol'] });
  });

  it('tells everybody in it that it is gone', async () => {
    const id = await create(['alice', 'bob']);
    await Promise.all([change(alice), change(bob)]);
    await call('DELETE', `/${kind}s/${id}`);
    const removed = { kind, id, op: 'removed' };
    expect(await change(alice)).toEqual(removed);
    expect(await change(bob)).toEqual(removed);
  });

  it('says nothing to those who are not in it', async () => {
    const carol = await loggedIn(server, 'carol');
    const id = await create(['alice', 'bob']);
    await call('POST', `/${kind}s/${id}/attributes`, { level: 3 });
    await update(bob);
    expect(await changesTo(carol)).toEqual([]);
  });

  it('ends a burst of changes with what holds then', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `user${i}`);
    for (const name of names) await call('POST', `/ctx/${name}/attributes`, {});
    const id = await create(['alice', 'bob']);
    await Promise.all(names.map((name) => call('POST', `/${kind}s/${id}/members/${name}`)));
    const all = ['alice', 'bob', ...names].sort();
    let updates = 0;
    for (;;) {
      updates++;
      const members = (await update(bob))?.members ?? [];
      if (members.length < all.length) continue;
      expect([...members].sort()).toEqual(all);
      break;
    }
    // One after the other, each with what is known by then.
    expect(updates).toBeLessThan(names.length);
  });
});

describe('a group', () => {
  it('tells its members of a new owner, who becomes a member', async () => {
    const id = await call<string>('POST', '/groups', { owner: 'alice' });
    await call('PUT', `/groups/${id}`, { owner: 'bob' });
    const seen: Partial<NonNullable<Change['value']>> = {};
    while (seen.owner === undefined || seen.members === undefined) Object.assign(seen, await update(alice));
    expect(seen).toEqual({ owner: 'bob', members: ['alice', 'bob'] });
  });
});

it('clients of 2016 hear of no change', async () => {
  const old = connect(server, { client: 'carol' });
  await old.next('login');
  await befriend(server, 'alice', 'carol');
  await change(alice);
  const id = await call<string>('POST', '/groups', { owner: 'alice', members: ['carol'] });
  await call('PUT', `/groups/${id}`, { name: 'climbers' });
  await update(alice);
  await call('DELETE', `/groups/${id}`);
  expect(await changesTo(old)).toEqual([]);
});
