import { ErrorCode } from 'rxim/protocol';
import { World, type Bench } from '../../support/stores';

export const channels = ({ shared }: Bench): void => {
  let world: World;
  beforeEach(async () => {
    world = new World(shared().store);
    await world.users('alice', 'bob', 'carol', 'dave');
  });

  it('creates a group that its owner is a member of', async () => {
    const { groups } = world.store;
    const id = await groups.create(world.app, {
      owner: 'alice',
      members: ['bob', 'alice', 'bob'],
      attributes: { name: 'climbers' },
      max: 2,
    });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const group = await groups.get(world.app, id);
    expect(group).toEqual({
      id,
      owner: 'alice',
      members: ['alice', 'bob'],
      attributes: { name: 'climbers' },
      ts: expect.any(Number) as number,
    });
    expect(await groups.get(world.app, 'none')).toBeUndefined();
  });

  it('creates a room, which nobody owns and which may be empty', async () => {
    const { rooms } = world.store;
    const id = await rooms.create(world.app, { members: [], attributes: {}, max: 2 });
    expect(await rooms.get(world.app, id)).toEqual({
      id,
      members: [],
      attributes: {},
      ts: expect.any(Number) as number,
    });
  });

  it.each(['groups', 'rooms'] as const)(
    'lets nobody into %s who is no user, and no more than they hold',
    async (kind) => {
      const store = world.store[kind];
      const create = async (members: string[], max: number) =>
        store.create(world.app, { owner: 'alice', members, attributes: {}, max });
      await expect(create(['nobody'], 9)).rejects.toMatchObject({ code: ErrorCode.NotFound });
      await expect(create(['alice', 'bob', 'carol'], 2)).rejects.toMatchObject({
        code: ErrorCode.MemberLimit,
      });
      const id = await create(['alice', 'bob'], 2);
      await expect(store.addMembers(world.app, id, ['carol'], 2)).rejects.toMatchObject({
        code: ErrorCode.MemberLimit,
      });
      await expect(store.addMembers(world.app, id, ['nobody'], 9)).rejects.toMatchObject({
        code: ErrorCode.NotFound,
      });
      expect(await store.addMembers(world.app, id, ['bob', 'carol', 'carol'], 3)).toEqual(['carol']);
      expect(await store.addMembers(world.app, id, ['bob'], 1)).toEqual([]);
    },
  );

  it.each(['groups', 'rooms'] as const)('keeps the limit of %s while many join at once', async (kind) => {
    const store = world.store[kind];
    const names = Array.from({ length: 12 }, (_, i) => `m${i}`);
    await world.users(...names);
    const id = await store.create(world.app, { owner: 'alice', members: ['alice'], attributes: {}, max: 5 });
    const joined = await Promise.allSettled(names.map((name) => store.addMembers(world.app, id, [name], 5)));
    expect(joined.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect((await store.get(world.app, id))?.members).toHaveLength(5);
  });

  it.each(['groups', 'rooms'] as const)('lets members of %s leave and come again', async (kind) => {
    const store = world.store[kind];
    const id = await store.create(world.app, {
      owner: 'alice',
      members: ['alice', 'bob'],
      attributes: {},
      max: 9,
    });
    for (let round = 0; round < 3; round++) {
      expect(await store.removeMembers(world.app, id, ['bob', 'carol'])).toEqual(['bob']);
      expect(await store.removeMembers(world.app, id, ['bob'])).toEqual([]);
      expect(await store.of(world.app, 'bob')).toEqual([]);
      expect(await store.addMembers(world.app, id, ['bob'], 9)).toEqual(['bob']);
      expect(await store.of(world.app, 'bob')).toEqual([id]);
    }
  });

  it('does not let a group’s owner be removed', async () => {
    const id = await world.group('alice', 'bob');
    await expect(world.store.groups.removeMembers(world.app, id, ['bob', 'alice'])).rejects.toMatchObject({
      code: ErrorCode.NotPermitted,
    });
    expect((await world.store.groups.get(world.app, id))?.members).toEqual(['alice', 'bob']);
  });

  it('replaces members, but for the owner, and merges attributes', async () => {
    const { groups } = world.store;
    const id = await groups.create(world.app, {
      owner: 'alice',
      members: ['bob'],
      attributes: { name: 'old', colour: 'red' },
      max: 9,
    });
    const change = await groups.update(world.app, id, {
      members: ['carol'],
      attributes: { name: 'new' },
      max: 9,
    });
    expect(change).toEqual({ added: ['carol'], removed: ['bob'] });
    expect(await groups.get(world.app, id)).toMatchObject({
      members: ['alice', 'carol'],
      attributes: { name: 'new', colour: 'red' },
    });
    expect(await groups.update(world.app, id, { max: 9 })).toEqual({ added: [], removed: [] });
  });

  it('hands a group to another owner, who becomes a member', async () => {
    const { groups } = world.store;
    const id = await world.group('alice', 'bob');
    expect(await groups.update(world.app, id, { owner: 'carol', max: 9 })).toEqual({
      added: ['carol'],
      removed: [],
    });
    expect(await groups.get(world.app, id)).toMatchObject({ owner: 'carol' });
    expect(await groups.removeMembers(world.app, id, ['alice'])).toEqual(['alice']);
    await expect(groups.update(world.app, id, { owner: 'nobody', max: 9 })).rejects.toMatchObject({
      code: ErrorCode.NotFound,
    });
    expect(await groups.get(world.app, id)).toMatchObject({ owner: 'carol', members: ['bob', 'carol'] });
  });

  it.each(['groups', 'rooms'] as const)('dissolves one of %s for good', async (kind) => {
    const store = world.store[kind];
    const id = await store.create(world.app, {
      owner: 'alice',
      members: ['alice'],
      attributes: { a: 1 },
      max: 9,
    });
    await store.delete(world.app, id);
    expect(await store.get(world.app, id)).toBeUndefined();
    expect(await store.of(world.app, 'alice')).toEqual([]);
    const missing = { code: ErrorCode.NotFound };
    await expect(store.delete(world.app, id)).rejects.toMatchObject(missing);
    await expect(store.addMembers(world.app, id, ['bob'], 9)).rejects.toMatchObject(missing);
    await expect(store.removeMembers(world.app, id, ['bob'])).rejects.toMatchObject(missing);
    await expect(store.update(world.app, id, { max: 9 })).rejects.toMatchObject(missing);
    await expect(store.mergeAttributes(world.app, id, {})).rejects.toMatchObject(missing);
  });

  it('lists a user’s groups and rooms apart, the oldest first', async () => {
    const first = await world.group('alice');
    const second = await world.group('bob', 'alice');
    await world.group('bob');
    const room = await world.store.rooms.create(world.app, { members: ['alice'], attributes: {}, max: 9 });
    expect(await world.store.groups.of(world.app, 'alice')).toEqual([first, second]);
    expect(await world.store.rooms.of(world.app, 'alice')).toEqual([room]);
  });
};
