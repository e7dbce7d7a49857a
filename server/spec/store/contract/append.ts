import { ErrorCode, PeerType, image } from 'rxim/protocol';
import { guest, user, World, type Bench } from '../../support/stores';

export const appends = ({ shared }: Bench): void => {
  let world: World;
  beforeEach(async () => {
    world = new World(shared().store);
    await world.friends('alice', 'bob');
    await world.users('carol');
    await world.store.guests.save(world.app, 'visitor', {});
  });

  describe('numbers', () => {
    it('counts each conversation from 1 without holes, and time moves on with it', async () => {
      const batch = [
        world.message('alice', 'bob', '1'),
        world.message('bob', 'alice', '2'),
        world.message('alice', 'carol', 'elsewhere'),
        world.message('alice', 'bob', '3'),
      ];
      const answers = await world.append(...batch);
      expect(answers).toMatchObject([
        { ok: true, conv: 'u:alice|u:bob', seq: 1 },
        { ok: true, conv: 'u:alice|u:bob', seq: 2 },
        { ok: true, conv: 'u:alice|u:carol', seq: 1 },
        { ok: true, conv: 'u:alice|u:bob', seq: 3 },
      ]);
      const later = await world.say('alice', 'bob', '4');
      expect(later.seq).toBe(4);
      const times = [answers[0], answers[1], answers[3], later].map((answer) => (answer?.ok ? answer.ts : 0));
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    });

    it('uses no number for what it refuses', async () => {
      const answers = await world.append(
        world.message('alice', 'bob', '1'),
        world.message('alice', 'nobody', 'x'),
        world.message('alice', 'bob', '2'),
      );
      expect(answers.map((answer) => (answer.ok ? answer.seq : answer.code))).toEqual([
        1,
        ErrorCode.NotFound,
        2,
      ]);
    });

    it.each([2, 3, 17, 85, 150])(
      'stores a batch of %d as one of each, and knows all of it again',
      async (size) => {
        const batch = Array.from({ length: size }, (_, i) => ({
          ...world.message('alice', i % 3 === 0 ? 'carol' : 'bob', `${i}`),
          cid: `c${i}`,
          ...(i > 0 && { after: `c${i - 1}` }),
        }));
        const answers = await world.append(...batch);
        const counts = { bob: 0, carol: 0 };
        const seqs = batch.map((_, i) => (counts[i % 3 === 0 ? 'carol' : 'bob'] += 1));
        expect(answers.map((answer) => answer.ok && answer.seq)).toEqual(seqs);
        const again = await world.append(...batch);
        expect(again.map((answer) => answer.ok && answer.dup && answer.seq)).toEqual(seqs);
      },
    );

    it('stores an empty batch', async () => {
      expect(await world.append()).toEqual([]);
    });

    it('keeps every character, whatever the database thinks of it', async () => {
      const body = 'nul \0 lone \ud800 quote \' " \\ emoji 🎈 中文';
      await world.say('alice', 'bob', body, { remark: body });
      const [stored] = await world.store.messages.history(world.app, 'u:alice|u:bob', { limit: 1 });
      expect(stored).toMatchObject({ content: { media: 0, body }, remark: body });
    });

    it('keeps pairs of images', async () => {
      const content = image(['full', 'small']);
      await world.append({ ...world.message('alice', 'bob', ''), content });
      const [stored] = await world.store.messages.history(world.app, 'u:alice|u:bob', { limit: 1 });
      expect(stored).toMatchObject({ content, remark: undefined, cid: undefined });
    });

    it('refuses ids that a database cannot hold, and nothing else of the batch', async () => {
      const answers = await world.append(
        world.message('alice', 'bob', 'x', { cid: 'a\0' }),
        world.message('alice', 'bob', 'x', { after: '\udfff' }),
        world.message('alice', 'b\0b', 'x'),
        world.message('alice', 'bob', 'fine'),
      );
      const bad = { ok: false, code: ErrorCode.InvalidArgument, retry: false };
      expect(answers).toMatchObject([bad, bad, bad, { ok: true, seq: 1 }]);
    });
  });

  describe('permission', () => {
    it('tells friends from strangers', async () => {
      expect(await world.say('alice', 'bob', 'x')).toMatchObject({ type: PeerType.Friend });
      expect(await world.say('alice', 'carol', 'x')).toMatchObject({ type: PeerType.Stranger });
      const stranger = { kind: 'user', id: 'bob', relation: 'stranger' } as const;
      expect(await world.say('alice', stranger, 'x')).toMatchObject({ type: PeerType.Friend });
    });

    it('refuses strangers as friends', async () => {
      const friend = { kind: 'user', id: 'carol', relation: 'friend' } as const;
      expect(await world.refusal('alice', friend, 'x')).toBe(ErrorCode.NotPermitted);
      expect(await world.refusal('alice', { ...friend, id: 'bob' }, 'x')).toBe(0);
    });

    it('refuses receivers that do not exist', async () => {
      expect(await world.refusal('alice', 'nobody', 'x')).toBe(ErrorCode.NotFound);
      expect(await world.refusal('alice', { kind: 'guest', id: 'nobody' }, 'x')).toBe(ErrorCode.NotFound);
      expect(await world.refusal('alice', { kind: 'group', id: 'none' }, 'x')).toBe(ErrorCode.NotFound);
      expect(await world.refusal(null, 'nobody', 'x')).toBe(ErrorCode.NotFound);
      expect(await world.sync('alice', {})).toMatchObject({ cursor: {} });
    });

    it('lets guests and users write to each other, and guests to nobody else', async () => {
      const visitor = guest('visitor');
      expect(await world.say(visitor, 'alice', 'x')).toMatchObject({
        conv: 'p:visitor|u:alice',
        seq: 1,
        type: PeerType.Friend,
        recipients: [user('alice')],
      });
      expect(await world.say('alice', { kind: 'guest', id: 'visitor' }, 'x')).toMatchObject({
        conv: 'p:visitor|u:alice',
        seq: 2,
        type: PeerType.Guest,
        recipients: [visitor],
      });
      const group = await world.group('alice');
      expect(await world.refusal(visitor, { kind: 'group', id: group }, 'x')).toBe(ErrorCode.NotPermitted);
      expect(await world.refusal(visitor, { kind: 'guest', id: 'visitor' }, 'x')).toBe(
        ErrorCode.NotPermitted,
      );
    });

    it('lets members speak in a group, and tells who hears it', async () => {
      const id = await world.group('alice', 'bob', 'carol');
      const group = { kind: 'group', id } as const;
      const said = await world.say('alice', group, 'x');
      expect(said).toMatchObject({ conv: `g:${id}`, seq: 1, type: PeerType.Group });
      expect(said.recipients.map((member) => member.id).sort()).toEqual(['bob', 'carol']);
      await world.store.groups.removeMembers(world.app, id, ['carol']);
      expect(await world.refusal('carol', group, 'x')).toBe(ErrorCode.NotPermitted);
      expect((await world.say('bob', group, 'x')).recipients).toEqual([user('alice')]);
      await world.store.groups.delete(world.app, id);
      expect(await world.refusal('alice', group, 'x')).toBe(ErrorCode.NotFound);
    });

    it('stores system messages for a user', async () => {
      expect(await world.say(null, 'alice', 'x')).toMatchObject({
        conv: 's:u:alice',
        seq: 1,
        recipients: [user('alice')],
      });
      const [stored] = await world.store.messages.history(world.app, 's:u:alice', { limit: 1 });
      expect(stored?.speaker).toBeNull();
      const group = { kind: 'group', id: await world.group('alice') } as const;
      expect(await world.refusal(null, group, 'x')).toBe(ErrorCode.InvalidArgument);
    });

    it('lets a user write notes to itself', async () => {
      expect(await world.say('alice', 'alice', 'note')).toMatchObject({
        conv: 'u:alice|u:alice',
        recipients: [],
      });
      expect(await world.bodies('u:alice|u:alice')).toEqual(['note']);
      expect(await world.store.friends.strangers(world.app, 'alice', 0, 10)).toEqual([]);
    });
  });

  describe('repeats', () => {
    it('answers a repeated cid with the original, and stores nothing', async () => {
      const first = await world.say('alice', 'bob', 'x', { cid: '1' });
      await world.say('bob', 'alice', 'y', { cid: '1' });
      const again = await world.say('alice', 'bob', 'x', { cid: '1' });
      expect(again).toEqual({ ...first, dup: true, recipients: [] });
      expect(await world.bodies('u:alice|u:bob')).toEqual(['x', 'y']);
    });

    it('sees a repeat within one batch', async () => {
      const message = world.message('alice', 'bob', 'x', { cid: '1' });
      const [first, again] = await world.append(message, message);
      expect(first).toMatchObject({ ok: true, seq: 1, dup: false });
      expect(again).toMatchObject({ ok: true, seq: 1, dup: true });
    });

    it('refuses another content, remark or receiver under the same cid', async () => {
      await world.say('alice', 'bob', 'x', { cid: '1' });
      expect(await world.refusal('alice', 'bob', 'y', { cid: '1' })).toBe(ErrorCode.Conflict);
      expect(await world.refusal('alice', 'bob', 'x', { cid: '1', remark: 'r' })).toBe(ErrorCode.Conflict);
      expect(await world.refusal('alice', 'carol', 'x', { cid: '1' })).toBe(ErrorCode.Conflict);
      const message = world.message('alice', 'bob', 'z', { cid: '2' });
      const other = world.message('alice', 'carol', 'z', { cid: '2' });
      expect(await world.append(message, other)).toMatchObject([{ ok: true }, { code: ErrorCode.Conflict }]);
    });

    it('takes cids of users and guests apart', async () => {
      await world.users('visitor');
      await world.say(guest('visitor'), 'alice', 'x', { cid: '1' });
      expect(await world.say('visitor', 'alice', 'x', { cid: '1' })).toMatchObject({ dup: false });
    });

    it('answers a repeat also when its sender may no longer speak', async () => {
      const id = await world.group('alice', 'bob');
      const group = { kind: 'group', id } as const;
      const said = await world.say('bob', group, 'x', { cid: '1' });
      await world.store.groups.removeMembers(world.app, id, ['bob']);
      expect(await world.say('bob', group, 'x', { cid: '1' })).toMatchObject({ seq: said.seq, dup: true });
      await world.store.groups.delete(world.app, id);
      expect(await world.say('bob', group, 'x', { cid: '1' })).toMatchObject({ ts: said.ts, dup: true });
    });
  });

  describe('order', () => {
    it('refuses, with retry, what comes before its predecessor', async () => {
      const second = world.message('alice', 'bob', '2', { cid: '2', after: '1' });
      const [early] = await world.append(second);
      expect(early).toMatchObject({ ok: false, code: ErrorCode.OutOfOrder, retry: true });
      await world.say('alice', 'bob', '1', { cid: '1' });
      expect(await world.append(second)).toMatchObject([{ ok: true, seq: 2 }]);
    });

    it('takes a predecessor from the same batch, if it stands before', async () => {
      const one = world.message('alice', 'bob', '1', { cid: '1' });
      const two = world.message('alice', 'bob', '2', { cid: '2', after: '1' });
      expect(await world.append(two, one)).toMatchObject([{ code: ErrorCode.OutOfOrder }, { ok: true }]);
      const three = world.message('alice', 'bob', '3', { cid: '3', after: '2' });
      expect(await world.append(two, three)).toMatchObject([{ seq: 2 }, { seq: 3 }]);
    });

    it('does not let a message overtake a refused predecessor', async () => {
      const answers = await world.append(
        world.message('alice', 'nobody', '1', { cid: '1' }),
        world.message('alice', 'bob', '2', { cid: '2', after: '1' }),
        world.message('alice', 'bob', '3', { cid: '3', after: '2' }),
      );
      expect(answers.map((answer) => (answer.ok ? 0 : answer.code))).toEqual([
        ErrorCode.NotFound,
        ErrorCode.OutOfOrder,
        ErrorCode.OutOfOrder,
      ]);
    });

    it('knows another sender’s cid for no predecessor', async () => {
      await world.say('bob', 'alice', '1', { cid: '1' });
      expect(await world.refusal('alice', 'bob', '2', { cid: '2', after: '1' })).toBe(ErrorCode.OutOfOrder);
    });
  });
};
