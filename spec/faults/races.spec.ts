import { firstValueFrom } from 'rxjs';
import { friend, group, stranger, user, type Im } from 'rxim';
import type { TestServer } from 'rxim-server/testing';
import { makeGroup } from './harness/make-group';
import { settle } from './harness/outcome';
import type { RecordedClient } from './harness/recorded-client';
import { patience, seed, sized } from './harness/scale';
import { play, type Stage } from './harness/stage';
import { until } from './harness/until';

jest.setTimeout(patience);

/** Users who are online, and an administrator. */
const setUp = async (stage: Stage, ...ids: string[]) => {
  const server: TestServer = await stage.server();
  const users = ids.map((id) => stage.client(server.clientOptions(id)));
  await Promise.all(users.map((client) => client.start()));
  return {
    server,
    users: users as [RecordedClient, RecordedClient, RecordedClient],
    admin: stage.administrator(server),
  };
};

const settled = async (stage: Stage) => {
  const { violations, unsettled } = await settle(stage.history, stage.clients);
  expect({ violations, unsettled }).toEqual({ violations: [], unsettled: [] });
};

const change = async (
  { history }: Stage,
  [before, after]: readonly ['joining', 'joined'] | readonly ['leaving', 'left'],
  gid: string,
  userId: string,
  admin: Im,
): Promise<void> => {
  const conv = `g:${gid}`;
  history.append({ type: before, conv, user: userId });
  await firstValueFrom(
    after === 'joined' ? admin.groups.join(gid, userId) : admin.groups.leave(gid, userId),
    {
      defaultValue: undefined,
    },
  );
  history.append({ type: after, conv, user: userId });
};
const JOIN = ['joining', 'joined'] as const;
const LEAVE = ['leaving', 'left'] as const;

it('messages that cross on the wire reach both sides once and in one order', () =>
  play(seed, async (stage) => {
    const { users } = await setUp(stage, 'alice', 'bob');
    const [alice, bob] = users;
    for (let round = 0; round < sized(2_000); round++) {
      alice.say(user('bob'));
      bob.say(user('alice'));
      // Sometimes they wait for each other, and mostly they don't.
      if (stage.random() < 0.2) await until('both stored', () => alice.open + bob.open === 0, { every: 0 });
    }
    await settled(stage);
  }));

it('messages of two devices of one user and of a peer cross, and every device knows all of the others', () =>
  play(seed, async (stage) => {
    const { server, users } = await setUp(stage, 'alice', 'bob');
    const [alice, bob] = users;
    const laptop = stage.client(server.clientOptions('alice'), { device: 'laptop' });
    await laptop.start();
    for (let round = 0; round < sized(1_000); round++) {
      alice.say(user('bob'));
      laptop.say(user('bob'));
      bob.say(user('alice'));
    }
    await settled(stage);
  }));

it.each(['online', 'offline'])(
  'whoever comes back to a group after 11 messages, and was %s meanwhile, hears what follows',
  (where) =>
    play(seed, async (stage) => {
      const { server, users, admin } = await setUp(stage, 'alice', 'bob');
      const [alice, bob] = users;
      const gid = await makeGroup(stage.history, server.adminOptions, ['alice', 'bob']);
      alice.say(group(gid));
      await settled(stage);
      await change(stage, LEAVE, gid, 'bob', admin);
      if (where === 'offline') bob.im.disconnect();
      for (let i = 0; i < 11; i++) alice.say(group(gid));
      await until('11 messages stored', () => alice.open === 0);
      await change(stage, JOIN, gid, 'bob', admin);
      if (where === 'offline') bob.im.connect();
      for (let i = 0; i < 5; i++) alice.say(group(gid));
      await settled(stage);
      // 1 before, 5 after. What was said in between is none of bob's business, and so is no gap.
      expect(stage.history.count('read')).toBe(6);
      expect(stage.history.count('gap')).toBe(0);
    }),
);

it('members who come and go while everybody speaks hear what was said while they were there', () =>
  play(seed, async (stage) => {
    const { server, users, admin } = await setUp(stage, 'alice', 'bob', 'carol', 'dave');
    const gid = await makeGroup(stage.history, server.adminOptions, ['alice', 'bob', 'carol', 'dave']);
    let going = true;
    const coming = (async () => {
      for (let round = 0; round < sized(400); round++) {
        const who = stage.random() < 0.5 ? 'carol' : 'dave';
        await change(stage, LEAVE, gid, who, admin);
        await change(stage, JOIN, gid, who, admin);
      }
      going = false;
    })();
    const stillGoing = (): boolean => going;
    while (stillGoing()) {
      for (const client of users) client.say(group(gid));
      await until('room in the outbox', () => users.every(({ open }) => open < 20));
    }
    await coming;
    await settled(stage);
  }));

it('whoever was away while a history was wiped is told of the gap, and hears what follows', () =>
  play(seed, async (stage) => {
    const { server, users, admin } = await setUp(stage, 'alice', 'bob', 'carol');
    const [alice, , carol] = users;
    const gid = await makeGroup(stage.history, server.adminOptions, ['alice', 'bob', 'carol']);
    const conv = `g:${gid}`;
    for (let i = 0; i < 10; i++) alice.say(group(gid));
    await settled(stage);
    carol.im.disconnect();
    for (let i = 0; i < 7; i++) alice.say(group(gid));
    await until('7 messages stored', () => alice.open === 0);
    stage.history.append({ type: 'wiping', conv });
    await firstValueFrom(admin.groups.clearChats(gid), { defaultValue: undefined });
    stage.history.append({ type: 'wiped', conv });
    for (let i = 0; i < 3; i++) alice.say(group(gid));
    carol.im.connect();
    await settled(stage);
    expect(stage.history.entries.filter(({ type }) => type === 'gap')).toEqual([
      { type: 'gap', conv, by: carol.by, from: 11, to: 17 },
    ]);
  }));

it('a wipe under readers and writers costs nobody what is said after it', () =>
  play(seed, async (stage) => {
    const { server, users, admin } = await setUp(stage, 'alice', 'bob', 'carol');
    const gid = await makeGroup(stage.history, server.adminOptions, ['alice', 'bob', 'carol']);
    const conv = `g:${gid}`;
    for (let round = 0; round < sized(200); round++) {
      for (const client of users) for (let i = 0; i < 5; i++) client.say(group(gid));
      stage.history.append({ type: 'wiping', conv });
      await firstValueFrom(admin.groups.clearChats(gid), { defaultValue: undefined });
      stage.history.append({ type: 'wiped', conv });
    }
    await settled(stage);
  }));

it('friends who part go on as strangers in the same conversation', () =>
  play(seed, async (stage) => {
    const { users, admin } = await setUp(stage, 'alice', 'bob');
    const [alice, bob] = users;
    await firstValueFrom(admin.friends.add('alice', 'bob'));
    alice.say(friend('bob'));
    bob.say(friend('alice'));
    await until('two messages stored', () => alice.open + bob.open === 0);
    await firstValueFrom(admin.friends.remove('alice', 'bob'), { defaultValue: undefined });
    const refused = alice.say(friend('bob'));
    alice.say(stranger('bob'));
    bob.say(user('alice'));
    await settled(stage);
    expect(stage.history.entries.filter(({ type }) => type === 'refused')).toMatchObject([{ id: refused }]);
    const numbers = stage.history.entries.flatMap((entry) => (entry.type === 'acked' ? [entry.seq] : []));
    expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  }));
