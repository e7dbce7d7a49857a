import { ErrorCode } from 'rxim/protocol';
import type { Search } from '../../../src/ports/store';
import { World, type Bench } from '../../support/stores';

const all: Search = { where: {}, sort: [], skip: 0, limit: 100 };

export const attributes = ({ shared }: Bench): void => {
  let world: World;
  beforeEach(() => (world = new World(shared().store)));

  const people = async (table: Record<string, Record<string, unknown>>): Promise<void> => {
    for (const [id, own] of Object.entries(table))
      await world.store.users.mergeAttributes(world.app, id, own);
  };
  const find = async (search: Partial<Search>): Promise<string[]> =>
    (await world.store.users.search(world.app, { ...all, ...search })).map(({ id }) => id);

  it('merges, replaces and clears', async () => {
    const { users } = world.store;
    const { app } = world;
    await users.mergeAttributes(app, 'alice', { city: 'Paris', age: 30 });
    await users.mergeAttributes(app, 'alice', { age: 31, tags: ['a', { b: null }] });
    expect((await users.get(app, 'alice'))?.attributes).toEqual({
      city: 'Paris',
      age: 31,
      tags: ['a', { b: null }],
    });
    await users.replaceAttributes(app, 'alice', { name: 'A\u0000\ud800' });
    expect((await users.get(app, 'alice'))?.attributes).toEqual({ name: 'A\u0000\ud800' });
    await users.replaceAttributes(app, 'alice', {});
    expect((await users.get(app, 'alice'))?.attributes).toEqual({});
  });

  it('loses none of many merges at once', async () => {
    const { users } = world.store;
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => users.mergeAttributes(world.app, 'alice', { [`k${i}`]: i })),
    );
    expect(Object.keys((await users.get(world.app, 'alice'))?.attributes ?? {})).toHaveLength(20);
  });

  it('creates users by their attributes, and nothing else', async () => {
    const { users, groups, rooms } = world.store;
    await users.replaceAttributes(world.app, 'new', { a: 1 });
    expect(await users.get(world.app, 'new')).toMatchObject({ attributes: { a: 1 } });
    const missing = { code: ErrorCode.NotFound };
    await expect(groups.mergeAttributes(world.app, 'none', {})).rejects.toMatchObject(missing);
    await expect(rooms.replaceAttributes(world.app, 'none', {})).rejects.toMatchObject(missing);
  });

  it('finds by text, number and truth, all conditions together', async () => {
    await people({
      a: { city: 'Paris', age: 30, vip: true },
      b: { city: 'Paris', age: 31, vip: false },
      c: { city: 'Rome', age: 30 },
    });
    expect(await find({ where: { city: 'Paris' } })).toEqual(['a', 'b']);
    expect(await find({ where: { city: 'Paris', age: '30' } })).toEqual(['a']);
    expect(await find({ where: { vip: 'false' } })).toEqual(['b']);
    expect(await find({ where: { city: 'paris' } })).toEqual([]);
    expect(await find({ where: { city: "Paris' or 1=1 --" } })).toEqual([]);
    expect(await find({})).toEqual(['a', 'b', 'c']);
  });

  it('finds nothing by what an object no longer has', async () => {
    await people({ a: { city: 'Paris' } });
    await world.store.users.replaceAttributes(world.app, 'a', { town: 'Paris' });
    expect(await find({ where: { city: 'Paris' } })).toEqual([]);
    expect(await find({ where: { town: 'Paris' } })).toEqual(['a']);
  });

  it('sorts numbers as numbers, by several keys, and puts what lacks one last', async () => {
    await people({
      a: { t: 'x', score: 9, name: 'n' },
      b: { t: 'x', score: 10, name: 'm' },
      c: { t: 'x', score: 10, name: 'a' },
      d: { t: 'x' },
    });
    expect(await find({ where: { t: 'x' }, sort: ['score'] })).toEqual(['a', 'b', 'c', 'd']);
    expect(await find({ where: { t: 'x' }, sort: ['-score', 'name'] })).toEqual(['c', 'b', 'a', 'd']);
    expect(await find({ sort: ['-score', 'name'] })).toEqual(['c', 'b', 'a']);
    expect(await find({ sort: ['name'] })).toEqual(['c', 'b', 'a']);
  });

  it('skips and limits, and never answers more than 100', async () => {
    await people(
      Object.fromEntries(Array.from({ length: 103 }, (_, i) => [`u${100 + i}`, { t: 'x', n: i }])),
    );
    expect(await find({ where: { t: 'x' }, sort: ['n'], skip: 2, limit: 2 })).toEqual(['u102', 'u103']);
    expect(await find({ where: { t: 'x' }, limit: 1000 })).toHaveLength(100);
    expect(await find({ where: { t: 'x' }, skip: 100 })).toHaveLength(3);
    await expect(find({ skip: -1 })).rejects.toMatchObject({ code: ErrorCode.InvalidArgument });
  });

  it('searches groups and rooms as it does users', async () => {
    await world.users('alice');
    const { groups, rooms } = world.store;
    const channel = { members: ['alice'], attributes: { name: 'climbers' }, max: 5 };
    const group = await groups.create(world.app, { owner: 'alice', ...channel });
    const room = await rooms.create(world.app, channel);
    const search = { ...all, where: { name: 'climbers' } };
    expect(await groups.search(world.app, search)).toMatchObject([
      { id: group, owner: 'alice', members: ['alice'] },
    ]);
    expect(await rooms.search(world.app, search)).toMatchObject([{ id: room, members: ['alice'] }]);
    await groups.delete(world.app, group);
    expect(await groups.search(world.app, search)).toEqual([]);
  });
};
