import { PeerType } from 'rxim/protocol';
import type { Target } from '../../../src/ports/store';
import { guest, user, World, type Bench } from '../../support/stores';

export const conversations = ({ shared, open }: Bench): void => {
  let world: World;
  beforeEach(async () => {
    world = new World(shared().store);
    await world.friends('alice', 'bob');
    await world.users('carol');
  });

  const list = async (who: string | ReturnType<typeof user>, limit = 100) =>
    world.store.conversations.list(world.app, typeof who === 'string' ? user(who) : who, limit);
  const marks = async (...all: [who: string, conv: string, seq: number][]) => {
    const moved = await world.store.conversations.markRead(
      all.map(([id, conv, seq]) => ({ app: world.app, self: user(id), conv, seq })),
    );
    return moved.map(({ self, conv, seq }) => [self.id, conv, seq]);
  };
  const unread = async (who: string, conv: string): Promise<number | undefined> => {
    const found = (await list(who)).find((each) => each.conv === conv);
    return found && Math.max(0, found.seq - found.read);
  };
  const ab = 'u:alice|u:bob';

  describe('the list', () => {
    it('has the newest message first, with its conversation and whom to answer', async () => {
      await world.store.guests.save(world.app, 'visitor', {});
      const id = await world.group('carol', 'alice');
      await world.say('bob', 'alice', 'from a friend');
      shared().clock.forward(1);
      await world.say('carol', 'alice', 'from a stranger');
      shared().clock.forward(1);
      await world.say(guest('visitor'), 'alice', 'from a guest');
      shared().clock.forward(1);
      await world.say(null, 'alice', 'from the system');
      shared().clock.forward(1);
      await world.say('carol', { kind: 'group', id }, 'in a group');
      expect(await list('alice')).toMatchObject([
        {
          conv: `g:${id}`,
          peer: { id, type: PeerType.Group },
          last: { speaker: user('carol'), content: { body: 'in a group' }, seq: 1 },
          seq: 1,
          read: 0,
        },
        { conv: 's:u:alice', last: { speaker: null, content: { body: 'from the system' } } },
        { conv: 'p:visitor|u:alice', peer: { id: 'visitor', type: PeerType.Guest } },
        { conv: 'u:alice|u:carol', peer: { id: 'carol', type: PeerType.Stranger } },
        {
          conv: ab,
          peer: { id: 'bob', type: PeerType.Friend },
          last: { content: { body: 'from a friend' } },
        },
      ]);
      expect((await list('alice'))[1]).not.toHaveProperty('peer');
      expect(await list(guest('visitor'))).toMatchObject([
        { conv: 'p:visitor|u:alice', peer: { id: 'alice', type: PeerType.Friend }, seq: 1, read: 1 },
      ]);
      await world.say('alice', 'bob', 'again');
      expect((await list('alice')).map(({ conv }) => conv)[0]).toBe(ab);
      expect((await list('alice', 2)).map(({ conv }) => conv)).toEqual([ab, `g:${id}`]);
      expect(await list('alice', 0)).toEqual([]);
      expect(await list('nobody')).toEqual([]);
    });

    it('knows nothing of other applications, and of rooms', async () => {
      await world.say('alice', 'bob', 'x');
      await world.store.rooms.create(world.app, { members: ['alice'], attributes: {}, max: 9 });
      const elsewhere = new World(world.store);
      await elsewhere.users('alice');
      expect(await elsewhere.store.conversations.list(elsewhere.app, user('alice'), 100)).toEqual([]);
      expect(await list('alice')).toHaveLength(1);
    });

    it('survives the end of a friendship, and then names a stranger', async () => {
      await world.say('alice', 'bob', 'x');
      await world.store.friends.remove(world.app, 'alice', 'bob');
      expect(await list('alice')).toMatchObject([{ conv: ab, peer: { id: 'bob', type: PeerType.Stranger } }]);
    });

    it('gives at most 500 conversations', async () => {
      const names = Array.from({ length: 510 }, (_, i) => `user${i}`);
      await world.users(...names);
      await world.append(...names.map((name) => world.message(name, 'alice', name)));
      expect(await list('alice', 1000)).toHaveLength(500);
    });

    it('still names what was wiped, without its message and with nothing unread', async () => {
      await world.say('bob', 'alice', 'x');
      await world.store.messages.wipe(world.app, ab);
      const [found] = await list('alice');
      expect(found).toMatchObject({ conv: ab, seq: 1, read: 1 });
      expect(found).not.toHaveProperty('last');
      await world.say('bob', 'alice', 'y');
      expect(await list('alice')).toMatchObject([{ seq: 2, read: 1, last: { content: { body: 'y' } } }]);
    });
  });

  describe('groups', () => {
    let to: Extract<Target, { kind: 'group' }>;
    let conv: string;
    beforeEach(async () => {
      to = { kind: 'group', id: await world.group('alice', 'bob') };
      conv = `g:${to.id}`;
    });

    it('are not listed before something was said, and after one has left', async () => {
      expect(await list('bob')).toEqual([]);
      await world.say('alice', to, '1');
      expect(await list('bob')).toHaveLength(1);
      await world.store.groups.removeMembers(world.app, to.id, ['bob']);
      expect(await list('bob')).toEqual([]);
      expect(await list('alice')).toHaveLength(1);
      await world.store.groups.delete(world.app, to.id);
      expect(await list('alice')).toEqual([]);
    });

    it('begin, for who comes later, with what is said from then on', async () => {
      await world.say('alice', to, '1');
      await world.store.groups.addMembers(world.app, to.id, ['carol'], 9);
      expect(await list('carol')).toEqual([]);
      await world.say('alice', to, '2');
      expect(await list('carol')).toMatchObject([{ conv, seq: 2, read: 1 }]);
    });

    it('show who comes back what was said last before, and count nothing of the time between', async () => {
      await world.say('alice', to, '1');
      await world.store.groups.removeMembers(world.app, to.id, ['bob']);
      await world.say('alice', to, '2');
      await world.say('alice', to, '3');
      await world.store.groups.addMembers(world.app, to.id, ['bob'], 9);
      expect(await list('bob')).toMatchObject([{ conv, seq: 1, last: { content: { body: '1' } } }]);
      expect(await unread('bob', conv)).toBe(0);
      await world.say('alice', to, '4');
      expect(await list('bob')).toMatchObject([{ conv, seq: 4, read: 3, last: { content: { body: '4' } } }]);
    });

    it('resolve, when dissolved, with who was in them', async () => {
      expect(await world.store.groups.delete(world.app, to.id)).toEqual(['alice', 'bob']);
    });
  });

  describe('read positions', () => {
    it('are each reader’s own', async () => {
      for (const body of ['1', '2', '3']) await world.say('alice', 'bob', body);
      expect(await unread('bob', ab)).toBe(3);
      expect(await marks(['bob', ab, 2])).toEqual([['bob', ab, 2]]);
      expect(await unread('bob', ab)).toBe(1);
      expect(await unread('alice', ab)).toBe(0);
    });

    it('never go back', async () => {
      for (const body of ['1', '2', '3']) await world.say('alice', 'bob', body);
      await marks(['bob', ab, 3]);
      expect(await marks(['bob', ab, 3])).toEqual([]);
      expect(await marks(['bob', ab, 1])).toEqual([]);
      expect(await list('bob')).toMatchObject([{ read: 3 }]);
    });

    it('take the furthest of several marks at once', async () => {
      for (const body of ['1', '2', '3']) await world.say('alice', 'bob', body);
      expect(await marks(['bob', ab, 1], ['bob', ab, 3], ['bob', ab, 2])).toEqual([['bob', ab, 3]]);
      expect(await marks()).toEqual([]);
    });

    it('pass over what was not said, and who takes no part', async () => {
      await world.say('alice', 'bob', '1');
      const id = await world.group('alice', 'bob');
      await world.say('alice', { kind: 'group', id }, '1');
      await world.store.groups.removeMembers(world.app, id, ['bob']);
      const moved = await marks(
        ['bob', ab, 2],
        ['bob', ab, 0],
        ['bob', ab, -1],
        ['carol', ab, 1],
        ['bob', `g:${id}`, 1],
        ['bob', 'u:nobody|u:bob', 1],
        ['bob', 'r:none', 1],
      );
      expect(moved).toEqual([]);
      expect(await unread('bob', ab)).toBe(1);
      // What is wrong does not hide what is right.
      expect(await marks(['bob', ab, 2], ['bob', ab, 1])).toEqual([['bob', ab, 1]]);
    });

    it('follow what one writes oneself, between two, in groups, to guests and to oneself', async () => {
      await world.store.guests.save(world.app, 'visitor', {});
      const group = { kind: 'group', id: await world.group('alice', 'bob') } as const;
      const visitor = { kind: 'guest', id: 'visitor' } as const;
      const conv = `g:${group.id}`;
      await world.append(
        world.message('bob', 'alice', '1'),
        world.message('alice', 'bob', '2'),
        world.message('bob', 'alice', '3'),
        world.message('bob', group, '1'),
        world.message('alice', group, '2'),
        world.message('alice', group, '3'),
        world.message('bob', group, '4'),
        world.message(guest('visitor'), 'alice', '1'),
        world.message('alice', visitor, '2'),
        world.message('alice', 'alice', 'note'),
      );
      expect([await unread('alice', ab), await unread('bob', ab)]).toEqual([1, 0]);
      expect([await unread('alice', conv), await unread('bob', conv)]).toEqual([1, 0]);
      expect(await unread('alice', 'p:visitor|u:alice')).toBe(0);
      expect(await unread('alice', 'u:alice|u:alice')).toBe(0);
      expect(await list(guest('visitor'))).toMatchObject([{ seq: 2, read: 1 }]);
      await world.say('alice', 'bob', '4');
      expect([await unread('alice', ab), await unread('bob', ab)]).toEqual([0, 1]);
      // A mark behind one's own words takes nothing back.
      await marks(['alice', ab, 3]);
      expect(await unread('alice', ab)).toBe(0);
    });

    it('keep moving while many write and read at once, whatever their order', async () => {
      const { store, other } = await open();
      const mine = new World(store);
      const names = Array.from({ length: 8 }, (_, i) => `user${i}`);
      await mine.users(...names);
      const id = await store.groups.create(mine.app, {
        owner: 'user0',
        members: names,
        attributes: {},
        max: 9,
      });
      const groups = [
        id,
        await store.groups.create(mine.app, { owner: 'user0', members: names, attributes: {}, max: 9 }),
      ];
      const second = await other();
      const said = async (round: number) =>
        mine.append(
          ...names.flatMap((name) =>
            (round % 2 === 0 ? groups : [...groups].reverse()).map((group) =>
              mine.message(name, { kind: 'group', id: group }, `${round}`),
            ),
          ),
        );
      const marksOf = (seq: number) =>
        names.flatMap((name) =>
          groups.map((group) => ({ app: mine.app, self: user(name), conv: `g:${group}`, seq })),
        );
      await said(0);
      for (let round = 1; round <= 20; round++) {
        const marked = marksOf(8 * round);
        await Promise.all([
          said(round),
          ...[store, second, store, second].flatMap(({ conversations: at }) => [
            at.markRead(marked),
            at.markRead([...marked].reverse()),
          ]),
        ]);
      }
      for (const name of names) {
        const rows = await store.conversations.list(mine.app, user(name), 9);
        expect(rows.map(({ seq }) => seq)).toEqual([168, 168]);
        expect(rows.every(({ read }) => read >= 160)).toBe(true);
      }
    });
  });
};
