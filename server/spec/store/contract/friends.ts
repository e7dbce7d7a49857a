import { ErrorCode, PeerType } from 'rxim/protocol';
import { World, type Bench } from '../../support/stores';

export const friends = ({ shared }: Bench): void => {
  let world: World;
  beforeEach(async () => {
    world = new World(shared().store);
    await world.users('alice', 'bob', 'carol');
  });

  it('befriends both ways and once', async () => {
    const { friends: store } = world.store;
    const { app } = world;
    const made = await store.add(app, 'bob', 'alice');
    expect(made).toMatchObject({ from: 'bob', to: 'alice', created: true });
    expect(await store.add(app, 'alice', 'bob')).toEqual({ ...made, created: false });
    const { created: _, ...friendship } = made;
    expect(await store.get(app, 'alice', 'bob')).toEqual(friendship);
    expect(await store.get(app, 'bob', 'alice')).toEqual(friendship);
    expect(await store.list(app, 'alice')).toEqual(['bob']);
    expect(await store.list(app, 'bob')).toEqual(['alice']);
  });

  it('makes one friendship of many at once from both sides', async () => {
    const { friends: store } = world.store;
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) => store.add(world.app, ...(i % 2 ? pair : back))),
    );
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });
  const pair: [string, string] = ['alice', 'bob'];
  const back: [string, string] = ['bob', 'alice'];

  it('befriends nobody with nobody, or with oneself', async () => {
    const { friends: store } = world.store;
    await expect(store.add(world.app, 'alice', 'nobody')).rejects.toMatchObject({ code: ErrorCode.NotFound });
    await expect(store.add(world.app, 'alice', 'alice')).rejects.toMatchObject({
      code: ErrorCode.InvalidArgument,
    });
  });

  it('ends a friendship, once', async () => {
    const { friends: store } = world.store;
    await store.add(world.app, 'alice', 'bob');
    expect(await store.remove(world.app, 'bob', 'alice')).toBe(true);
    expect(await store.remove(world.app, 'alice', 'bob')).toBe(false);
    expect(await store.list(world.app, 'alice')).toEqual([]);
    expect(await store.get(world.app, 'alice', 'bob')).toBeUndefined();
  });

  it('lists strangers talked with, the most recent first, and friends no more', async () => {
    const { friends: store } = world.store;
    const { app } = world;
    await world.users('a_ice');
    const later = async (from: string, to: string) => {
      shared().clock.forward(1);
      return world.say(from, to, 'hi');
    };
    await later('alice', 'bob');
    await later('carol', 'alice');
    await later('a_ice', 'bob');
    const ids = async (id: string, skip = 0, limit = 20) =>
      (await store.strangers(app, id, skip, limit)).map((stranger) => stranger.id);
    expect(await ids('alice')).toEqual(['carol', 'bob']);
    expect(await ids('alice', 1, 1)).toEqual(['bob']);
    expect(await ids('bob')).toEqual(['a_ice', 'alice']);
    const { ts } = await later('alice', 'bob');
    expect(await ids('alice')).toEqual(['bob', 'carol']);
    expect(await store.stranger(app, 'bob', 'alice')).toEqual({ ts });
    expect(await store.stranger(app, 'bob', 'carol')).toBeUndefined();
    await store.add(app, 'alice', 'bob');
    expect(await ids('alice')).toEqual(['carol']);
  });

  it('keeps one conversation through friendship and its end', async () => {
    await world.say('alice', 'bob', 'as strangers');
    await world.store.friends.add(world.app, 'alice', 'bob');
    expect(await world.say('bob', 'alice', 'as friends')).toMatchObject({ seq: 2, type: PeerType.Friend });
    await world.store.friends.remove(world.app, 'alice', 'bob');
    expect(await world.say('alice', 'bob', 'as strangers again')).toMatchObject({
      seq: 3,
      type: PeerType.Stranger,
    });
  });
};
