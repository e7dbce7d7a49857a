import { ErrorCode, PeerType } from 'rxim/protocol';
import { user, World, type Bench } from '../../support/stores';

/** A store may remember what it found out for the last message: never for longer than it is so. */
export const changes = ({ shared }: Bench): void => {
  let world: World;
  beforeEach(async () => {
    world = new World(shared().store);
    await world.friends('alice', 'bob');
    await world.users('carol');
    await world.say('alice', 'bob', '1', { cid: '1' });
  });

  it('a friendship that ended or began', async () => {
    const { store, app } = world;
    const asFriend = { kind: 'user', id: 'bob', relation: 'friend' } as const;
    await store.friends.remove(app, 'alice', 'bob');
    expect(await world.refusal('alice', asFriend, 'x')).toBe(ErrorCode.NotPermitted);
    expect(await world.say('alice', 'bob', 'x')).toMatchObject({ type: PeerType.Stranger });
    await store.friends.add(app, 'alice', 'bob');
    expect(await world.say('alice', asFriend, 'x')).toMatchObject({ type: PeerType.Friend });
  });

  it('a member who came, left or came back', async () => {
    const { store, app } = world;
    const id = await world.group('alice', 'bob');
    const group = { kind: 'group', id } as const;
    const heard = async (): Promise<string[]> =>
      (await world.say('alice', group, 'x')).recipients.map((member) => member.id).sort();
    expect(await heard()).toEqual(['bob']);
    await store.groups.addMembers(app, id, ['carol'], 50);
    expect(await heard()).toEqual(['bob', 'carol']);
    await world.say('carol', group, 'x');
    await store.groups.removeMembers(app, id, ['carol']);
    expect(await heard()).toEqual(['bob']);
    expect(await world.refusal('carol', group, 'x')).toBe(ErrorCode.NotPermitted);
    await store.groups.addMembers(app, id, ['carol'], 50);
    expect(await world.say('carol', group, 'x')).toMatchObject({ seq: 5 });
    await store.groups.delete(app, id);
    expect(await world.refusal('alice', group, 'x')).toBe(ErrorCode.NotFound);
  });

  it('a device that can be notified now', async () => {
    const { store, app } = world;
    const notified = async (): Promise<number> => {
      await world.say('alice', 'bob', 'x');
      return (await store.pushes.claim('webhook', 1000, 60_000)).filter((job) => job.app === app).length;
    };
    expect(await notified()).toBe(0);
    const address = { platform: 'webhook', url: `https://push.example/${app}` } as const;
    await store.installations.register(app, 'bob', { id: `phone-${app}`, address });
    expect(await notified()).toBe(1);
    await store.installations.remove(app, 'bob', `phone-${app}`);
    expect(await notified()).toBe(0);
  });

  it('a conversation that was wiped', async () => {
    await world.store.messages.wipe(world.app, 'u:alice|u:bob');
    expect(await world.say('alice', 'bob', '2')).toMatchObject({ seq: 2 });
    expect(await world.bodies('u:alice|u:bob')).toEqual(['2']);
    // Its oldest message is known again, or it would never expire.
    const due = Date.now() + 60_000;
    await world.store.messages.prune({ usual: due, long: due }, 10_000);
    expect(await world.bodies('u:alice|u:bob')).toEqual([]);
  });

  it('how far somebody has read, of which nothing is to be forgotten', async () => {
    const mark = { app: world.app, self: user('bob'), conv: 'u:alice|u:bob', seq: 1 } as const;
    expect(await world.store.conversations.markRead([mark])).toEqual([mark]);
    expect(await world.say('alice', 'bob', '2')).toMatchObject({ seq: 2 });
  });

  it('a cid that is no new one, among messages of those who just spoke', async () => {
    const again = world.message('alice', 'bob', '1', { cid: '1' });
    const other = world.message('alice', 'bob', 'other', { cid: '1' });
    const fresh = world.message('alice', 'bob', '2', { cid: '2' });
    expect(await world.append(fresh, again, other)).toMatchObject([
      { seq: 2, dup: false },
      { seq: 1, dup: true },
      { code: ErrorCode.Conflict },
    ]);
    expect(await world.append(fresh)).toMatchObject([{ seq: 2, dup: true }]);
    expect(await world.bodies('u:alice|u:bob')).toEqual(['1', '2']);
  });

  it('a cid that is no new one, though its message would be refused by now', async () => {
    const first = await world.say('alice', 'carol', 'x', { cid: 'x' });
    const asFriend = { kind: 'user', id: 'carol', relation: 'friend' } as const;
    expect(await world.refusal('alice', asFriend, 'y', { cid: 'y' })).toBe(ErrorCode.NotPermitted);
    await world.say('alice', 'carol', 'z');
    expect(await world.say('alice', asFriend, 'x', { cid: 'x' })).toMatchObject({
      seq: first.seq,
      dup: true,
    });
  });

  it('a predecessor that is the last message, an older one, or none', async () => {
    expect(await world.say('alice', 'bob', '2', { cid: '2', after: '1' })).toMatchObject({ seq: 2 });
    expect(await world.say('alice', 'bob', '3', { cid: '3', after: '1' })).toMatchObject({ seq: 3 });
    const [early, late, last] = await world.append(
      world.message('alice', 'bob', '5', { cid: '5', after: '4' }),
      world.message('alice', 'bob', '4', { cid: '4', after: '3' }),
      world.message('alice', 'bob', '6', { cid: '6', after: '4' }),
    );
    expect([early, late, last]).toMatchObject([
      { code: ErrorCode.OutOfOrder },
      { ok: true, seq: 4 },
      { ok: true, seq: 5 },
    ]);
  });
};
