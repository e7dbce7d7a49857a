import { ErrorCode } from 'rxim/protocol';
import { user, World, type Bench } from '../../support/stores';

export const history = ({ shared }: Bench): void => {
  let world: World;
  beforeEach(async () => {
    world = new World(shared().store);
    await world.friends('alice', 'bob');
  });

  it('pages from the newest back, each page in order', async () => {
    const times: number[] = [];
    for (let i = 1; i <= 7; i++) times.push((await world.say('alice', 'bob', `${i}`)).ts);
    const conv = 'u:alice|u:bob';
    expect(await world.bodies(conv, { limit: 3 })).toEqual(['5', '6', '7']);
    for (const [i, before] of times.entries()) {
      const older = Array.from({ length: i }, (_, n) => `${n + 1}`);
      expect(await world.bodies(conv, { before })).toEqual(older);
      expect(await world.bodies(conv, { before, limit: 2 })).toEqual(older.slice(-2));
    }
    expect(await world.bodies(conv, { before: 0 })).toEqual([]);
    expect(await world.bodies(conv, { before: Number.MAX_SAFE_INTEGER, limit: 1 })).toEqual(['7']);
    expect(await world.bodies(conv, { limit: 0 })).toEqual([]);
  });

  it('is empty where nothing was said', async () => {
    expect(await world.bodies('u:alice|u:carol')).toEqual([]);
    expect(await world.bodies(`g:${await world.group('alice')}`)).toEqual([]);
  });

  it('shows a member what was said while it was one', async () => {
    const id = await world.group('alice', 'bob');
    const group = { kind: 'group', id } as const;
    const said = async (body: string) => world.say('alice', group, body);
    await said('1');
    await world.store.groups.removeMembers(world.app, id, ['bob']);
    await said('2');
    await world.store.groups.addMembers(world.app, id, ['bob'], 9);
    await said('3');
    const { ts } = await said('4');
    expect(await world.bodies(`g:${id}`, {}, user('bob'))).toEqual(['1', '3', '4']);
    expect(await world.bodies(`g:${id}`, { limit: 2 }, user('bob'))).toEqual(['3', '4']);
    expect(await world.bodies(`g:${id}`, { before: ts, limit: 2 }, user('bob'))).toEqual(['1', '3']);
    expect(await world.bodies(`g:${id}`, {}, user('alice'))).toEqual(['1', '2', '3', '4']);
    expect(await world.bodies(`g:${id}`, {}, user('carol'))).toEqual([]);
    expect(await world.bodies(`g:${id}`)).toEqual(['1', '2', '3', '4']);
  });

  it('of a group that was dissolved is not found', async () => {
    const id = await world.group('alice', 'bob');
    await world.say('alice', { kind: 'group', id }, 'x');
    await world.store.groups.delete(world.app, id);
    await expect(world.bodies(`g:${id}`)).rejects.toMatchObject({ code: ErrorCode.NotFound });
    await expect(world.bodies('g:none')).rejects.toMatchObject({ code: ErrorCode.NotFound });
  });
};
