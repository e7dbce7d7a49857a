import { ErrorCode, type Cursor, type Position } from 'rxim/protocol';
import { bodiesOf, Device, guest, user, World, type Bench } from '../../support/stores';

export const sync = ({ shared }: Bench): void => {
  let world: World;
  const conv = 'u:alice|u:bob';
  beforeEach(async () => {
    world = new World(shared().store);
    await world.friends('alice', 'bob');
  });

  it('tells a new device the positions of now and no messages', async () => {
    await world.say('alice', 'bob', '1');
    const { seq, ts } = await world.say('alice', 'bob', '2');
    const group = await world.group('alice', 'bob');
    expect(await world.sync('bob', null)).toEqual({
      messages: [],
      cursor: { [conv]: [seq, ts], [`g:${group}`]: [0, 0] },
      lost: [],
      more: false,
    });
  });

  it('tells positions in pages of 500', async () => {
    const names = Array.from({ length: 501 }, (_, i) => `n${String(i).padStart(3, '0')}`);
    await world.users(...names);
    await world.append(...names.map((name) => world.message(name, 'alice', 'hi')));
    const first = await world.sync('alice', null);
    expect(Object.keys(first.cursor)).toHaveLength(500);
    expect(first.more).toBe(true);
    const after = Object.keys(first.cursor).sort().at(-1)!;
    const second = await world.store.messages.sync(world.app, user('alice'), {
      cursor: null,
      after,
      limit: 1,
    });
    expect(Object.keys(second.cursor)).toEqual(['u:alice|u:n500']);
    expect(second.more).toBe(false);
  });

  it('delivers what came since, to both sides, and then nothing', async () => {
    await world.say('alice', 'bob', 'before');
    const start = (await world.sync('bob', null)).cursor;
    await world.say('alice', 'bob', 'one', { remark: 'r', cid: 'c' });
    const { seq, ts } = await world.say('bob', 'alice', 'two');
    const answer = await world.sync('bob', start);
    expect(answer.messages).toMatchObject([
      { conv, seq: 2, speaker: user('alice'), to: { id: 'bob', type: 0 }, remark: 'r', cid: 'c' },
      { conv, seq: 3, speaker: user('bob'), to: { id: 'alice', type: 0 } },
    ]);
    expect(answer).toMatchObject({ cursor: { [conv]: [seq, ts] }, lost: [], more: false });
    const nothing = { messages: [], cursor: {}, lost: [], more: false };
    expect(await world.sync('bob', answer.cursor)).toEqual(nothing);
  });

  it('starts a conversation that the device does not know at its first message', async () => {
    await world.say('alice', 'bob', 'one');
    await world.say(null, 'bob', 'system');
    expect(bodiesOf((await world.sync('bob', {})).messages)).toEqual(['system', 'one']);
  });

  it('names a conversation without messages once', async () => {
    const group = `g:${await world.group('alice', 'bob')}`;
    const { cursor } = await world.sync('bob', {});
    expect(cursor).toEqual({ [group]: [0, 0] });
    expect((await world.sync('bob', cursor)).cursor).toEqual({});
  });

  it('answers in pages that join without a seam', async () => {
    await world.users('carol');
    const group = await world.group('alice', 'bob');
    for (let i = 1; i <= 5; i++) {
      await world.append(
        world.message('alice', 'bob', `f${i}`),
        world.message('alice', { kind: 'group', id: group }, `g${i}`),
        world.message('carol', 'bob', `s${i}`),
      );
    }
    const expected = ['g', 'f', 's'].flatMap((kind) => [1, 2, 3, 4, 5].map((i) => `${kind}${i}`));
    for (const limit of [1, 2, 4, 5, 7, 15, 16]) {
      const device = new Device(world, 'bob');
      await device.catchUp(limit);
      expect(bodiesOf(device.received)).toEqual(expected);
      expect(device.lost).toEqual([]);
    }
  });

  it('speaks of conversations within the range only', async () => {
    await world.users('carol', 'dave');
    for (const name of ['alice', 'carol', 'dave']) await world.say(name, 'bob', name);
    const range = { cursor: {}, limit: 10, after: conv, upTo: 'u:bob|u:carol' };
    const { messages, cursor } = await world.store.messages.sync(world.app, user('bob'), range);
    expect(bodiesOf(messages)).toEqual(['carol']);
    expect(Object.keys(cursor)).toEqual(['u:bob|u:carol']);
  });

  it('refuses a map that is too large for one request', async () => {
    const entries = Array.from({ length: 501 }, (_, i): [string, Position] => [`u:a|u:${i}`, [1, 1]]);
    await expect(world.sync('bob', Object.fromEntries(entries))).rejects.toMatchObject({
      code: ErrorCode.InvalidArgument,
    });
  });

  it('serves guests, and keeps rooms out of it', async () => {
    await world.store.guests.save(world.app, 'visitor', {});
    await world.store.rooms.create(world.app, { members: ['alice'], attributes: {}, max: 9 });
    await world.say('alice', { kind: 'guest', id: 'visitor' }, 'hello');
    expect(bodiesOf((await world.sync(guest('visitor'), {})).messages)).toEqual(['hello']);
    expect(Object.keys((await world.sync('alice', null)).cursor)).toEqual(['p:visitor|u:alice']);
  });

  describe('membership', () => {
    const say = async (id: string, ...bodies: string[]): Promise<void> => {
      for (const body of bodies) await world.say('alice', { kind: 'group', id }, body);
    };

    it('begins where one joins', async () => {
      const id = await world.group('alice');
      await say(id, '1', '2');
      await world.store.groups.addMembers(world.app, id, ['bob'], 9);
      const { cursor } = await world.sync('bob', {});
      expect(cursor[`g:${id}`]?.[0]).toBe(2);
      await say(id, '3');
      expect(bodiesOf((await world.sync('bob', {})).messages)).toEqual(['3']);
      expect(bodiesOf((await world.sync('bob', cursor)).messages)).toEqual(['3']);
    });

    it('ends where one leaves, after what was said until then', async () => {
      const id = await world.group('alice', 'bob');
      await say(id, '1', '2');
      const device = new Device(world, 'bob');
      const read = (await world.sync('bob', null)).cursor;
      await say(id, '3');
      await world.store.groups.removeMembers(world.app, id, ['bob']);
      await say(id, '4');
      await device.catchUp();
      expect(bodiesOf(device.received)).toEqual(['1', '2', '3']);
      expect(bodiesOf((await world.sync('bob', read)).messages)).toEqual(['3']);
      expect(await world.sync('bob', device.cursor)).toEqual({
        messages: [],
        cursor: {},
        lost: [],
        more: false,
      });
      expect((await world.sync('bob', null)).cursor).toEqual(device.cursor);
    });

    it('skips without a gap what was said while one was away', async () => {
      const id = await world.group('alice', 'bob');
      await say(id, '1');
      const device = new Device(world, 'bob');
      await device.catchUp();
      await say(id, '2');
      await world.store.groups.removeMembers(world.app, id, ['bob']);
      await say(id, ...Array.from({ length: 11 }, (_, i) => `missed ${i}`));
      await world.store.groups.addMembers(world.app, id, ['bob'], 9);
      await say(id, '3');
      await device.catchUp(1);
      expect(bodiesOf(device.received)).toEqual(['1', '2', '3']);
      expect(device.lost).toEqual([]);
      expect(device.cursor[`g:${id}`]?.[0]).toBe(14);
    });

    it('moves over what was said while one was away when nothing follows', async () => {
      const id = await world.group('alice', 'bob');
      await say(id, '1');
      const device = new Device(world, 'bob');
      await device.catchUp();
      await world.store.groups.removeMembers(world.app, id, ['bob']);
      await say(id, '2');
      await world.store.groups.addMembers(world.app, id, ['bob'], 9);
      await device.catchUp();
      expect(device.cursor[`g:${id}`]?.[0]).toBe(2);
      expect(bodiesOf(device.received)).toEqual(['1']);
    });

    it('delivers of a dissolved group what was said in it', async () => {
      const id = await world.group('alice', 'bob');
      await say(id, 'farewell');
      await world.store.groups.delete(world.app, id);
      const device = new Device(world, 'bob');
      await device.catchUp();
      expect(bodiesOf(device.received)).toEqual(['farewell']);
      expect(await world.sync('bob', device.cursor)).toMatchObject({ messages: [], cursor: {} });
    });
  });

  describe('positions that this database never had', () => {
    const at = async (...position: Position) => world.sync('bob', { [conv]: position });

    it('are reset, and go on with what was said since the database was restored', async () => {
      const { ts: first } = await world.say('alice', 'bob', 'kept 1');
      const { ts: second } = await world.say('alice', 'bob', 'kept 2');
      // In a time that was undone, the device read messages 3 to 5; then the server wrote another 3 and 4.
      const undone = second + 1;
      // Of two messages in one millisecond the second one has the next one's time.
      shared().clock.forward(5);
      await world.say('alice', 'bob', 'new 3');
      const { ts } = await world.say('alice', 'bob', 'new 4');
      const reset = { lost: [{ conv, from: 1, to: 2, reset: true }], cursor: { [conv]: [4, ts] } };

      for (const seq of [3, 4, 5]) {
        const answer = await at(seq, undone);
        expect(answer).toMatchObject(reset);
        expect(bodiesOf(answer.messages)).toEqual(['new 3', 'new 4']);
      }
      expect(await at(1, first)).toMatchObject({ lost: [] });
      expect(await at(1, first - 1)).toMatchObject({ lost: [{ from: 1, to: 0, reset: true }] });
      expect(bodiesOf((await at(1, first - 1)).messages)).toEqual(['kept 1', 'kept 2', 'new 3', 'new 4']);
    });

    it('are reset once', async () => {
      const { ts } = await world.say('alice', 'bob', '1');
      const answer = await at(9, ts + 1_000_000);
      expect(answer).toEqual({
        messages: [],
        cursor: { [conv]: [1, ts] },
        lost: [{ conv, from: 1, to: 1, reset: true }],
        more: false,
      });
      expect(await world.sync('bob', answer.cursor)).toMatchObject({ lost: [], cursor: {} });
    });

    it('in a conversation that this database does not know are reset to its beginning, once', async () => {
      await world.users('bob');
      const answer = await at(3, 1);
      const reset = { conv, from: 1, to: 0, reset: true };
      expect(answer).toEqual({ messages: [], cursor: { [conv]: [0, 0] }, lost: [reset], more: false });
      expect(await world.sync('bob', answer.cursor)).toMatchObject({ lost: [], cursor: {} });
      await world.say('alice', 'bob', 'new 1');
      expect(bodiesOf((await world.sync('bob', answer.cursor)).messages)).toEqual(['new 1']);
    });

    it('in conversations that this database does not know are reset within the range only', async () => {
      const range = { cursor: { [conv]: [1, 1] as Position }, limit: 10 };
      const sync = (part: object) => world.store.messages.sync(world.app, user('bob'), { ...range, ...part });
      expect(await sync({ after: conv })).toMatchObject({ lost: [], cursor: {} });
      expect(await sync({ upTo: 'u:alice|u:aaa' })).toMatchObject({ lost: [], cursor: {} });
      expect(await sync({ after: 'u:alice|u:aaa', upTo: conv })).toMatchObject({ lost: [{ conv }] });
    });

    it('in a group where nothing was said while one was in it are put back, and nothing is gone', async () => {
      const id = await world.group('alice');
      const key = `g:${id}`;
      await world.say('alice', { kind: 'group', id }, 'before');
      await world.store.groups.addMembers(world.app, id, ['bob'], 9);
      const device = new Device(world, 'bob');
      await device.catchUp();
      expect(device.cursor[key]?.[0]).toBe(1);
      await world.store.groups.removeMembers(world.app, id, ['bob']);
      await world.say('alice', { kind: 'group', id }, 'without bob');
      await device.catchUp();
      expect({ lost: device.lost, at: device.cursor[key] }).toEqual({ lost: [], at: [0, 0] });
      await world.store.groups.addMembers(world.app, id, ['bob'], 9);
      await world.say('alice', { kind: 'group', id }, 'with bob');
      await device.catchUp();
      expect({ lost: device.lost, received: bodiesOf(device.received) }).toEqual({
        lost: [],
        received: ['with bob'],
      });
    });

    it('are reset page by page without a loop', async () => {
      for (let i = 1; i <= 5; i++) await world.say('alice', 'bob', `${i}`);
      const cursor: Cursor = { [conv]: [3, 1] };
      const device = new Device(world, 'bob', cursor);
      await device.catchUp(2);
      expect(device.lost).toEqual([{ conv, from: 1, to: 0, reset: true }]);
      expect(bodiesOf(device.received)).toEqual(['1', '2', '3', '4', '5']);
    });
  });
};
