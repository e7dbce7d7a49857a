import type { PushAddress } from 'rxim/protocol';
import { guest, World, type Bench } from '../../support/stores';

const DELAY = 5000;

const webhook = (url: string): PushAddress => ({ platform: 'webhook', url });

export const pushes = ({ shared, open }: Bench): void => {
  let world: World;
  beforeEach(async () => {
    world = new World(shared().store);
    await world.friends('alice', 'bob');
    await world.users('carol');
  });

  const register = (user: string, id: string, url = `https://push.example/${world.app}/${id}`) =>
    world.store.installations.register(world.app, user, { id, address: webhook(url) });

  /** Everything of this application that is due, whoever else uses the store. */
  const claimed = async (store = world.store, limit = 1000) =>
    (await store.pushes.claim('webhook', limit, 60_000)).filter(({ app }) => app === world.app);

  const say = (...[sender, to, body, extra]: Parameters<World['message']>) =>
    world.append(world.message(sender, to, body, extra));

  describe('installations', () => {
    it('belong to the user who registered or logged in there last, with the address that was given', async () => {
      const { app, store } = world;
      const made = await register('alice', 'phone');
      expect(made).toEqual({ id: 'phone', platform: 'webhook', ts: expect.any(Number) as number });
      expect(await store.installations.list(app, 'alice')).toEqual([made]);
      await store.users.addInstall(app, 'bob', 'phone');
      expect(await store.installations.list(app, 'alice')).toEqual([]);
      expect(await store.installations.list(app, 'bob')).toEqual([made]);
    });

    it('have an address each: an application that was installed anew takes its own over', async () => {
      const { app, store } = world;
      await register('alice', 'old', 'https://push.example/same');
      await register('alice', 'new', 'https://push.example/same');
      expect((await store.installations.list(app, 'alice')).map(({ id }) => id)).toEqual(['new']);
    });

    it('are removed by their user only, and all at once', async () => {
      const { app, store } = world;
      await register('alice', 'phone');
      await store.installations.remove(app, 'bob', 'phone');
      expect(await store.installations.list(app, 'alice')).toHaveLength(1);
      await store.installations.remove(app, 'alice', 'phone');
      await register('alice', 'tablet');
      await register('alice', 'laptop');
      await store.installations.removeAll(app, 'alice');
      expect(await store.installations.list(app, 'alice')).toEqual([]);
    });

    it('lose an address that is gone, but none that took its place', async () => {
      const { app, store } = world;
      await register('alice', 'phone', 'https://push.example/2');
      await store.installations.gone(app, 'phone', webhook('https://push.example/1'));
      expect(await store.installations.list(app, 'alice')).toMatchObject([{ platform: 'webhook' }]);
      await store.installations.gone(app, 'phone', webhook('https://push.example/2'));
      expect(await store.installations.list(app, 'alice')).toEqual([{ id: 'phone' }]);
    });

    it('get nothing once they have expired, and are forgotten then', async () => {
      const { store, clock } = await open();
      const own = new World(store);
      await own.friends('alice', 'bob');
      const address = webhook('https://push.example/expires');
      const expires = clock.now() + 1000;
      await store.installations.register(own.app, 'bob', { id: 'phone', address, expires });
      clock.forward(2000);
      await own.say('alice', 'bob', 'too late');
      expect(await store.pushes.claim('webhook', 10, 1000)).toEqual([]);
      expect(await store.installations.prune()).toBe(1);
      expect(await store.installations.list(own.app, 'bob')).toEqual([{ id: 'phone' }]);
    });
  });

  describe('the queue', () => {
    it('has a notification for each installation of each receiver who has one', async () => {
      await register('bob', 'phone');
      await register('bob', 'tablet');
      await register('alice', 'laptop');
      const group = await world.group('alice', 'bob', 'carol');
      await say('alice', 'bob', 'to a friend');
      await say('alice', { kind: 'group', id: group }, 'to a group');
      await say('carol', 'alice', 'to a stranger');
      await say(null, 'alice', 'from the system');
      await world.store.guests.save(world.app, 'visitor', {});
      await say(guest('visitor'), 'alice', 'from a guest');
      const jobs = await claimed();
      const told = jobs.map(({ user, install, message }) => [user, install, message.content.body].join(' '));
      expect(told.sort()).toEqual([
        'alice laptop from a guest',
        'alice laptop from the system',
        'alice laptop to a stranger',
        'bob phone to a friend',
        'bob phone to a group',
        'bob tablet to a friend',
        'bob tablet to a group',
      ]);
    });

    it('has none for a message that wants none, that is refused, or that was sent before', async () => {
      await register('bob', 'phone');
      await world.append({ ...world.message('alice', 'bob', 'quiet'), push: { enable: false } });
      await say('carol', { kind: 'user', id: 'bob', relation: 'friend' }, 'refused');
      await say('alice', 'bob', 'once', { cid: 'one' });
      expect(await claimed()).toHaveLength(1);
      await say('alice', 'bob', 'once', { cid: 'one' });
      expect(await claimed()).toEqual([]);
    });

    it('knows the shape, the names, the language, and where it goes', async () => {
      const { app, store } = world;
      const group = await world.group('alice', 'bob');
      await store.users.mergeAttributes(app, 'alice', { name: 'Alice A.' });
      await store.groups.mergeAttributes(app, group, { name: 'Climbers' });
      const address = webhook('https://push.example/zh');
      await store.installations.register(app, 'bob', { id: 'phone', address, language: 'zh' });
      const message = world.message('alice', { kind: 'group', id: group }, 'hi', { remark: 'r' });
      await world.append({ ...message, push: { sound: 'ding', badge: 3 } });
      expect(await claimed()).toMatchObject([
        {
          user: 'bob',
          install: 'phone',
          address,
          language: 'zh',
          senderName: 'Alice A.',
          groupName: 'Climbers',
          count: 1,
          tries: 0,
          shape: { sound: 'ding', badge: 3 },
          read: false,
          message: { conv: `g:${group}`, seq: 1, content: { media: 0, body: 'hi' }, remark: 'r' },
        },
      ]);
    });

    it('lets the last message of a conversation speak for all that wait, in one batch and over several', async () => {
      await register('bob', 'phone');
      const both = [1, 2, 3].map((n) => ({ ...world.message('alice', 'bob', `${n}`), push: { badge: n } }));
      await world.append(...both);
      await world.append({ ...world.message('alice', 'bob', '4'), push: { badge: 4 } });
      await say('carol', 'bob', 'another conversation');
      const jobs = await claimed();
      expect(jobs.map(({ message, count, shape }) => [message.content.body, count, shape.badge])).toEqual([
        ['4', 4, 4],
        ['another conversation', 1, undefined],
      ]);
    });

    it('waits for its time', async () => {
      const { store, clock } = await open();
      const own = new World(store);
      await own.friends('alice', 'bob');
      await store.installations.register(own.app, 'bob', {
        id: 'phone',
        address: webhook('https://a.example/'),
      });
      await store.messages.append([own.message('alice', 'bob', 'hi')], { pushDelay: DELAY });
      expect(await store.pushes.due()).toEqual([]);
      expect(await store.pushes.claim('webhook', 10, 1000)).toEqual([]);
      clock.forward(DELAY + 1);
      expect(await store.pushes.due()).toEqual(['webhook']);
      expect(await store.pushes.claim('fcm', 10, 1000)).toEqual([]);
      expect(await store.pushes.claim('webhook', 10, 1000)).toHaveLength(1);
    });

    it('tells what has been read, or answered', async () => {
      const { app, store } = world;
      await register('bob', 'phone');
      await say('alice', 'bob', '1');
      await store.conversations.markRead([
        { app, self: { kind: 'user', id: 'bob' }, conv: 'u:alice|u:bob', seq: 1 },
      ]);
      expect(await claimed()).toMatchObject([{ read: true }]);
      await say('alice', 'bob', '2');
      await say('bob', 'alice', '3');
      expect(await claimed()).toMatchObject([{ read: true }]);
      await say('alice', 'bob', '4');
      expect(await claimed()).toMatchObject([{ read: false }]);
    });

    it('drops what became pointless: wiped, left, bound to another user, removed', async () => {
      const { app, store } = world;
      const group = await world.group('alice', 'bob');
      for (const id of ['phone', 'tablet', 'laptop']) await register('bob', id);
      await say('alice', 'bob', 'wiped');
      await store.messages.wipe(app, 'u:alice|u:bob');
      await say('alice', { kind: 'group', id: group }, 'left');
      await store.groups.removeMembers(app, group, ['bob']);
      await say('carol', 'bob', 'for bob only');
      await store.users.addInstall(app, 'carol', 'tablet');
      await store.installations.remove(app, 'bob', 'laptop');
      const jobs = await claimed();
      expect(jobs.map(({ install, message }) => [install, message.content.body])).toEqual([
        ['phone', 'for bob only'],
      ]);
      await store.pushes.finish(jobs.map(({ id }) => id));
      expect(await claimed()).toEqual([]);
    });

    it('hides what was claimed until the lease is over, and forgets what is finished', async () => {
      const { store, clock } = await open();
      const own = new World(store);
      await own.friends('alice', 'bob');
      await store.installations.register(own.app, 'bob', {
        id: 'phone',
        address: webhook('https://a.example/'),
      });
      await own.say('alice', 'bob', 'hi');
      const [job] = await store.pushes.claim('webhook', 10, 1000);
      expect(await store.pushes.claim('webhook', 10, 1000)).toEqual([]);
      clock.forward(1001);
      const again = await store.pushes.claim('webhook', 10, 1000);
      expect(again).toEqual([job]);
      await store.pushes.finish(again.map(({ id }) => id));
      clock.forward(1001);
      expect(await store.pushes.claim('webhook', 10, 1000)).toEqual([]);
    });

    it('takes back what failed, and merges it with what came meanwhile', async () => {
      const { pushes: queue } = world.store;
      await register('bob', 'phone');
      await say('alice', 'bob', '1');
      const [first] = await claimed();
      await say('alice', 'bob', '2');
      await queue.giveBack([{ id: first!.id, due: 0, tries: 1, error: 'down' }]);
      const jobs = await claimed();
      expect(jobs.map(({ message, count, tries }) => [message.content.body, count, tries])).toEqual([
        ['2', 2, 0],
      ]);
      // The other way round: the later one comes back while the earlier one waits.
      await say('alice', 'bob', '3');
      const [third] = await claimed();
      await queue.giveBack([{ id: jobs[0]!.id, due: 0, tries: 1 }]);
      await queue.giveBack([{ id: third!.id, due: 0, tries: 1 }]);
      expect(
        (await claimed()).map(({ message, count, tries }) => [message.content.body, count, tries]),
      ).toEqual([['3', 3, 1]]);
    });

    it('keeps what was given up where it can be seen, revived and at last forgotten', async () => {
      const { store, clock } = await open();
      const { pushes: queue } = store;
      const own = new World(store);
      await own.friends('alice', 'bob');
      await store.installations.register(own.app, 'bob', {
        id: 'phone',
        address: webhook('https://a.example/'),
      });
      await own.say('alice', 'bob', 'hi');
      const [job] = await queue.claim('webhook', 10, 1000);
      await queue.bury(job!.id, 'no such topic');
      expect(await queue.due()).toEqual([]);
      const [dead] = await queue.dead(own.app, 10);
      expect(dead).toEqual({
        id: String(job!.id),
        user: 'bob',
        install: 'phone',
        platform: 'webhook',
        conv: 'u:alice|u:bob',
        seq: 1,
        tries: 1,
        error: 'no such topic',
        ts: expect.any(Number) as number,
      });
      expect(await queue.dead('another', 10)).toEqual([]);
      expect(await queue.revive('another', dead!.id)).toBe(false);
      expect(await queue.revive(own.app, dead!.id)).toBe(true);
      expect(await queue.claim('webhook', 10, 1000)).toMatchObject([{ tries: 0 }]);
      await queue.bury(job!.id, 'again');
      expect(await queue.prune(clock.now() - 1000)).toBe(0);
      expect(await queue.prune(clock.now() + 1000)).toBe(1);
      expect(await queue.dead(own.app, 10)).toEqual([]);
    });

    it('gives every notification to one of many who claim at once', async () => {
      const { store, other } = await open();
      const own = new World(store);
      await own.friends('alice', 'bob');
      for (let i = 0; i < 60; i++) {
        const address = webhook(`https://a.example/${i}`);
        await store.installations.register(own.app, 'bob', { id: `phone-${i}`, address });
      }
      await own.say('alice', 'bob', 'hi');
      const stores = [store, await other()];
      const taken = await Promise.all(
        Array.from({ length: 12 }, (_, i) => stores[i % 2]!.pushes.claim('webhook', 5, 60_000)),
      );
      const ids = taken.flat().map(({ id }) => id);
      // Whoever finds all of its five taken by others gets fewer.
      for (let more = ids; more.length > 0; ids.push(...more))
        more = (await store.pushes.claim('webhook', 5, 60_000)).map(({ id }) => id);
      expect(new Set(ids).size).toBe(60);
      expect(ids).toHaveLength(60);
    });
  });
};
