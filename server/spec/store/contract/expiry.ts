import { ErrorCode } from 'rxim/protocol';
import { bodiesOf, Device, World, type Bench, type Opened } from '../../support/stores';

const DAY = 24 * 60 * 60 * 1000;
const conv = 'u:alice|u:bob';

export const expiry = ({ open }: Bench): void => {
  let opened: Opened;
  let world: World;
  beforeEach(async () => {
    opened = await open();
    world = new World(opened.store);
    await world.friends('alice', 'bob');
    await world.users('carol');
  });

  /** Days that have passed since; nothing that is younger is pruned. */
  const prune = async (usual: number, long: number, limit = 1000): Promise<number> => {
    const now = opened.clock.now();
    return world.store.messages.prune({ usual: now - usual * DAY, long: now - long * DAY }, limit);
  };

  it('wipes what was said and goes on counting', async () => {
    await world.say('alice', 'bob', '1', { cid: '1' });
    const { ts } = await world.say('alice', 'bob', '2');
    await world.store.messages.wipe(world.app, conv);
    expect(await world.bodies(conv)).toEqual([]);
    const next = await world.say('alice', 'bob', '3');
    expect(next.seq).toBe(3);
    expect(next.ts).toBeGreaterThan(ts);
    expect(await world.bodies(conv)).toEqual(['3']);
    await world.store.messages.wipe(world.app, 'u:alice|u:nobody');
  });

  it('wipes more than fits into one transaction', async () => {
    const batch = Array.from({ length: 1500 }, (_, i) => world.message('alice', 'bob', `${i}`));
    await world.append(...batch);
    await world.append(...batch.map((message, i) => ({ ...message, cid: `${i}` })));
    await world.append(...batch);
    await world.store.messages.wipe(world.app, conv);
    expect(await world.bodies(conv)).toEqual([]);
    opened.clock.forward(2 * DAY);
    expect(await prune(365, 365, 10_000)).toBe(1500);
    expect(await prune(365, 365)).toBe(0);
  });

  it('knows the cid of what was wiped, and refuses to reuse it', async () => {
    const first = await world.say('alice', 'bob', '1', { cid: '1' });
    await world.store.messages.wipe(world.app, conv);
    expect(await world.say('alice', 'bob', '1', { cid: '1' })).toMatchObject({
      seq: first.seq,
      ts: first.ts,
      dup: true,
    });
    expect(await world.refusal('alice', 'bob', 'other', { cid: '1' })).toBe(ErrorCode.Conflict);
    expect(await world.refusal('alice', 'bob', '2', { cid: '2', after: '1' })).toBe(0);
  });

  it('forgets the cid of what was wiped after a day, not before', async () => {
    await world.say('alice', 'bob', '1', { cid: '1' });
    await world.store.messages.wipe(world.app, conv);
    opened.clock.forward(DAY - 60_000);
    await prune(0, 0);
    expect(await world.say('alice', 'bob', '1', { cid: '1' })).toMatchObject({ dup: true });
    opened.clock.forward(120_000);
    await prune(0, 0);
    expect(await world.say('alice', 'bob', '1', { cid: '1' })).toMatchObject({ dup: false, seq: 2 });
  });

  it('prunes what has expired, by what the two were when it was said', async () => {
    const group = await world.group('alice', 'bob');
    await world.say('alice', 'bob', 'friend');
    await world.say('alice', { kind: 'group', id: group }, 'group');
    await world.say(null, 'bob', 'system');
    await world.say('alice', 'carol', 'stranger');
    opened.clock.forward(10 * DAY);
    await world.say('alice', 'bob', 'friend, new');
    expect(await prune(7, 365)).toBe(3);
    expect(await world.bodies(conv)).toEqual(['friend, new']);
    expect(await world.bodies(`g:${group}`)).toEqual([]);
    expect(await world.bodies('s:u:bob')).toEqual([]);
    expect(await world.bodies('u:alice|u:carol')).toEqual(['stranger']);
    opened.clock.forward(365 * DAY);
    expect(await prune(7, 365)).toBe(2);
    expect(await prune(7, 365)).toBe(0);
    expect(await world.say('alice', 'carol', 'again')).toMatchObject({ seq: 2 });
  });

  it('prunes a prefix: what is younger in age or longer in life holds back what follows', async () => {
    await world.store.friends.remove(world.app, 'alice', 'bob');
    await world.say('alice', 'bob', 'stranger');
    await world.store.friends.add(world.app, 'alice', 'bob');
    await world.say('alice', 'bob', 'friend');
    opened.clock.forward(10 * DAY);
    expect(await prune(7, 365)).toBe(0);
    expect(await world.bodies(conv)).toEqual(['stranger', 'friend']);
    opened.clock.forward(365 * DAY);
    expect(await prune(7, 365)).toBe(2);
  });

  it('prunes at most as many as it is told, and goes on the next time', async () => {
    for (let i = 0; i < 5; i++) await world.say('alice', 'bob', `${i}`, { cid: `${i}` });
    opened.clock.forward(10 * DAY);
    expect(await prune(7, 365, 2)).toBe(2);
    expect(await world.bodies(conv)).toEqual(['2', '3', '4']);
    expect(await prune(7, 365, 2)).toBe(2);
    expect(await prune(7, 365, 2)).toBe(1);
    expect(await prune(7, 365, 2)).toBe(0);
  });

  it('keeps cids for a day though messages live for less', async () => {
    await world.say('alice', 'bob', '1', { cid: '1' });
    opened.clock.forward(DAY / 2);
    expect(await prune(0.1, 0.1)).toBe(1);
    expect(await world.bodies(conv)).toEqual([]);
    expect(await world.say('alice', 'bob', '1', { cid: '1' })).toMatchObject({ dup: true });
    expect(await prune(0.1, 0.1)).toBe(0);
  });

  it('prunes in time what follows such cids', async () => {
    await world.say('alice', 'bob', '1', { cid: '1' });
    opened.clock.forward(DAY / 5);
    await world.say('alice', 'bob', '2', { cid: '2' });
    expect(await prune(0.1, 0.1)).toBe(1);
    opened.clock.forward(DAY / 5);
    expect(await prune(0.1, 0.1)).toBe(1);
    expect(await world.bodies(conv)).toEqual([]);
    await world.say('alice', 'bob', '3', { cid: '3' });
    opened.clock.forward(DAY / 5);
    expect(await prune(0.1, 0.1)).toBe(1);
    expect(await world.say('alice', 'bob', '1', { cid: '1' })).toMatchObject({ dup: true, seq: 1 });
    expect(await world.bodies(conv)).toEqual([]);
    opened.clock.forward(DAY);
    expect(await prune(0.1, 0.1)).toBe(3);
    expect(await prune(0.1, 0.1)).toBe(0);
  });

  it('tells a device what it can never have any more', async () => {
    const device = new Device(world, 'bob');
    await world.say('alice', 'bob', '1');
    await device.catchUp();
    await world.say('alice', 'bob', '2');
    await world.say('alice', 'bob', '3');
    await world.store.messages.wipe(world.app, conv);
    await world.say('alice', 'bob', '4');
    await device.catchUp();
    expect(device.lost).toEqual([{ conv, from: 2, to: 3 }]);
    expect(bodiesOf(device.received)).toEqual(['1', '4']);
    await device.catchUp();
    expect(device.lost).toHaveLength(1);

    const fresh = new Device(world, 'bob');
    await fresh.catchUp();
    expect(fresh.lost).toEqual([{ conv, from: 1, to: 3 }]);
  });

  it('does not take a wiped position for one of another database', async () => {
    const device = new Device(world, 'bob');
    await world.say('alice', 'bob', '1');
    await world.say('alice', 'bob', '2');
    await device.catchUp();
    await world.say('alice', 'bob', '3');
    await world.store.messages.wipe(world.app, conv);
    await device.catchUp();
    expect(device.lost).toEqual([{ conv, from: 3, to: 3 }]);
    expect(device.cursor[conv]?.[0]).toBe(3);
    await world.store.messages.wipe(world.app, conv);
    await device.catchUp();
    expect(device.lost).toHaveLength(1);
  });

  it('tells a member of nothing that was lost while it was away', async () => {
    const id = await world.group('alice');
    const group = { kind: 'group', id } as const;
    await world.say('alice', group, '1');
    await world.store.groups.addMembers(world.app, id, ['bob'], 9);
    await world.say('alice', group, '2');
    await world.store.groups.removeMembers(world.app, id, ['bob']);
    await world.say('alice', group, '3');
    await world.store.groups.addMembers(world.app, id, ['bob'], 9);
    await world.say('alice', group, '4');
    await world.store.messages.wipe(world.app, `g:${id}`);
    await world.say('alice', group, '5');
    const device = new Device(world, 'bob');
    await device.catchUp();
    expect(device.lost).toEqual([
      { conv: `g:${id}`, from: 2, to: 2 },
      { conv: `g:${id}`, from: 4, to: 4 },
    ]);
    expect(bodiesOf(device.received)).toEqual(['5']);
  });
};
