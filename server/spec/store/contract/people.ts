import { World, type Bench } from '../../support/stores';

export const people = ({ shared }: Bench): void => {
  let world: World;
  beforeEach(() => (world = new World(shared().store)));

  it('makes a user at the first touch and knows it afterwards', async () => {
    const { store, app } = world;
    expect(await store.users.get(app, 'alice')).toBeUndefined();
    const made = await store.users.touch(app, 'alice');
    expect(made).toEqual({ id: 'alice', attributes: {}, ts: expect.any(Number) as number });
    expect(await store.users.touch(app, 'alice')).toEqual(made);
    expect(await store.users.get(app, 'alice')).toEqual(made);
  });

  it('makes one user of many touches at once', async () => {
    const { store, app } = world;
    const made = await Promise.all(Array.from({ length: 20 }, () => store.users.touch(app, 'alice')));
    expect(new Set(made.map(({ ts }) => ts)).size).toBe(1);
  });

  it('keeps applications apart', async () => {
    const other = new World(world.store);
    await world.friends('alice', 'bob');
    await world.say('alice', 'bob', 'hi', { cid: 'one' });
    expect(await other.store.users.get(other.app, 'alice')).toBeUndefined();
    expect(await other.store.friends.list(other.app, 'alice')).toEqual([]);
    expect(await other.bodies('u:alice|u:bob')).toEqual([]);
    expect(await other.sync('bob', {})).toEqual({ messages: [], cursor: {}, lost: [], more: false });
    await other.friends('alice', 'bob');
    expect(await other.say('alice', 'bob', 'other', { cid: 'one' })).toMatchObject({ seq: 1, dup: false });
  });

  it('gives an installation to the user who logged in there last', async () => {
    const { store, app } = world;
    await world.users('alice', 'bob');
    await store.users.addInstall(app, 'alice', 'phone');
    await store.users.addInstall(app, 'alice', 'phone');
    await store.users.addInstall(app, 'alice', 'tablet');
    expect(await store.users.installs(app, 'alice')).toEqual(['phone', 'tablet']);
    await store.users.addInstall(app, 'bob', 'phone');
    expect(await store.users.installs(app, 'alice')).toEqual(['tablet']);
    expect(await store.users.installs(app, 'bob')).toEqual(['phone']);
  });

  it('keeps a guest’s secret from its creation on and merges its attributes', async () => {
    const { guests } = world.store;
    const { app } = world;
    expect(await guests.get(app, 'g1')).toBeUndefined();
    await guests.save(app, 'g1', { name: 'Guest' }, 'hash');
    const guest = await guests.save(app, 'g1', { from: 'shop' }, 'another');
    expect(guest).toMatchObject({
      id: 'g1',
      attributes: { name: 'Guest', from: 'shop' },
      secretHash: 'hash',
    });
    expect(await guests.get(app, 'g1')).toEqual(guest);
    const trusted = await guests.save(app, 'g2', {});
    expect(trusted.secretHash).toBeUndefined();
  });
};
