import { randomUUID } from 'node:crypto';
import type { AccountKey, NewCode } from '../../../src/ports/accounts';
import type { Store } from '../../../src/ports/store';
import { guest, user, type Bench } from '../../support/stores';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const name = (value: string): AccountKey => ({ kind: 'name', value });

const code = (hash: string): NewCode => ({
  hash,
  life: 5 * MINUTE,
  tries: 3,
  interval: MINUTE,
  perDay: 3,
});

export const accounts = ({ open, shared }: Bench): void => {
  let store: Store;
  let app: string;
  beforeEach(() => {
    store = shared().store;
    app = `app-${randomUUID()}`;
  });

  describe('accounts', () => {
    it('are users with an id of their own', async () => {
      const id = await store.accounts.create(app, name('alice'), 'hash');
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(await store.users.get(app, id)).toMatchObject({ id, attributes: {} });
      const account = { id, passwordHash: 'hash', generation: 0 };
      expect(await store.accounts.find(app, name('alice'))).toEqual(account);
      expect(await store.accounts.get(app, id)).toEqual(account);
    });

    it('have keys that nobody else gets', async () => {
      await store.accounts.create(app, name('alice'), 'one');
      await expect(store.accounts.create(app, name('alice'), 'other')).rejects.toMatchObject({ code: 5005 });
      expect(await store.accounts.find(app, name('alice'))).toMatchObject({ passwordHash: 'one' });
    });

    it('are made once, however many ask for the same key at once', async () => {
      const made = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => store.accounts.create(app, name('alice'), String(i))),
      );
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const claimed = await Promise.all(
        Array.from({ length: 8 }, () => store.accounts.claim(app, { kind: 'phone', value: '+4912345' })),
      );
      expect(new Set(claimed).size).toBe(1);
    });

    it('are told apart by the kind of their key, and by application', async () => {
      const ids = [
        await store.accounts.claim(app, { kind: 'phone', value: 'x' }),
        await store.accounts.claim(app, { kind: 'oauth', value: 'x' }),
        await store.accounts.create(app, name('x'), 'hash'),
        await store.accounts.claim(`${app}-2`, { kind: 'phone', value: 'x' }),
      ];
      expect(new Set(ids).size).toBe(4);
      expect(await store.accounts.claim(app, { kind: 'phone', value: 'x' })).toBe(ids[0]);
      expect(await store.accounts.get(app, ids[0]!)).toMatchObject({ passwordHash: undefined });
    });

    it('are unknown when nobody made them', async () => {
      expect(await store.accounts.find(app, name('nobody'))).toBeUndefined();
      expect(await store.accounts.get(app, 'nobody')).toBeUndefined();
    });

    it('get a new password only in place of the one that was seen', async () => {
      const id = await store.accounts.create(app, name('alice'), 'old');
      const change = { from: 'old', to: 'new' };
      expect(await store.accounts.changePassword(app, id, change)).toBe(true);
      expect(await store.accounts.changePassword(app, id, change)).toBe(false);
      expect(await store.accounts.get(app, id)).toEqual({ id, passwordHash: 'new', generation: 1 });
    });
  });

  describe('sessions', () => {
    const alice = user('alice');

    it('are current until they are revoked, and so are later ones', async () => {
      const before = { id: 'one', generation: await store.sessions.generation(app, alice) };
      expect(await store.sessions.isCurrent(app, alice, before)).toBe(true);
      await store.sessions.revoke(app, alice);
      expect(await store.sessions.isCurrent(app, alice, before)).toBe(false);
      const after = { id: 'two', generation: await store.sessions.generation(app, alice) };
      expect(await store.sessions.isCurrent(app, alice, after)).toBe(true);
    });

    it('of others, of guests and of other applications go on', async () => {
      await store.sessions.revoke(app, alice);
      const old = { id: 'one', generation: 0 };
      expect(await store.sessions.isCurrent(app, user('bob'), old)).toBe(true);
      expect(await store.sessions.isCurrent(app, guest('alice'), old)).toBe(true);
      expect(await store.sessions.isCurrent(`${app}-2`, alice, old)).toBe(true);
    });

    it('end with a change of password, but for the one that made it, until the next end', async () => {
      const id = await store.accounts.create(app, name('alice'), 'old');
      const [own, other] = [
        { id: 'own', generation: 0 },
        { id: 'other', generation: 0 },
      ];
      await store.accounts.changePassword(app, id, { from: 'old', to: 'new', kept: 'own' });
      expect(await store.sessions.isCurrent(app, user(id), own)).toBe(true);
      expect(await store.sessions.isCurrent(app, user(id), other)).toBe(false);
      await store.sessions.revoke(app, user(id));
      expect(await store.sessions.isCurrent(app, user(id), own)).toBe(false);
    });
  });

  describe('a ban', () => {
    it('ends the sessions of one who has been here or has not, until it is taken back', async () => {
      const session = { id: 'a', generation: 0 };
      await store.sessions.ban(app, user('alice'));
      expect(await store.sessions.isBanned(app, user('alice'))).toBe(true);
      expect(await store.sessions.isCurrent(app, user('alice'), session)).toBe(false);
      await store.sessions.unban(app, user('alice'));
      expect(await store.sessions.isBanned(app, user('alice'))).toBe(false);
      expect(await store.sessions.isCurrent(app, user('alice'), session)).toBe(false);
    });

    it('is of one user or guest of one application, and outlives what else ends sessions', async () => {
      await store.sessions.ban(app, guest('alice'));
      await store.sessions.revoke(app, guest('alice'));
      expect(await store.sessions.isBanned(app, guest('alice'))).toBe(true);
      expect(await store.sessions.isBanned(app, user('alice'))).toBe(false);
      expect(await store.sessions.isBanned(`${app}-2`, guest('alice'))).toBe(false);
      await store.sessions.unban(app, user('nobody'));
      expect(await store.sessions.isBanned(app, user('nobody'))).toBe(false);
    });
  });

  describe('codes', () => {
    it('are good once', async () => {
      expect(await store.codes.put(app, '+1', code('right'))).toBe(0);
      expect(await store.codes.take(app, '+1', 'right')).toBe(true);
      expect(await store.codes.take(app, '+1', 'right')).toBe(false);
    });

    it('are good for one of many who try it at once', async () => {
      await store.codes.put(app, '+1', code('right'));
      const taken = await Promise.all(Array.from({ length: 3 }, () => store.codes.take(app, '+1', 'right')));
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it('are void after too many tries', async () => {
      await store.codes.put(app, '+1', code('right'));
      for (let i = 0; i < 3; i++) expect(await store.codes.take(app, '+1', 'wrong')).toBe(false);
      expect(await store.codes.take(app, '+1', 'right')).toBe(false);
    });

    it('are good for their number and application only', async () => {
      await store.codes.put(app, '+1', code('right'));
      expect(await store.codes.take(app, '+2', 'right')).toBe(false);
      expect(await store.codes.take(`${app}-2`, '+1', 'right')).toBe(false);
    });

    it('expire', async () => {
      const { store: own, clock } = await open();
      await own.codes.put(app, '+1', code('right'));
      clock.forward(5 * MINUTE);
      expect(await own.codes.take(app, '+1', 'right')).toBe(false);
    });

    it('are replaced by the next one, which comes no sooner than it may', async () => {
      const { store: own, clock } = await open();
      await own.codes.put(app, '+1', code('first'));
      clock.forward(30_000);
      const wait = await own.codes.put(app, '+1', code('second'));
      expect(wait).toBeGreaterThan(29_000);
      expect(wait).toBeLessThanOrEqual(30_000);
      clock.forward(30_000);
      expect(await own.codes.put(app, '+1', code('second'))).toBe(0);
      expect(await own.codes.take(app, '+1', 'first')).toBe(false);
      expect(await own.codes.take(app, '+1', 'second')).toBe(true);
    });

    it('are so many a day and no more', async () => {
      const { store: own, clock } = await open();
      for (let i = 0; i < 3; i++) {
        expect(await own.codes.put(app, '+1', code(String(i)))).toBe(0);
        clock.forward(MINUTE);
      }
      expect(await own.codes.put(app, '+1', code('fourth'))).toBeGreaterThan(23 * 60 * MINUTE);
      clock.forward(DAY);
      expect(await own.codes.put(app, '+1', code('fourth'))).toBe(0);
    });

    it('that could not be sent do not count', async () => {
      await store.codes.put(app, '+1', code('lost'));
      await store.codes.withdraw(app, '+1');
      expect(await store.codes.take(app, '+1', 'lost')).toBe(false);
      expect(await store.codes.put(app, '+1', code('right'))).toBe(0);
    });

    it('are forgotten when they do not count any more', async () => {
      const { store: own, clock } = await open();
      await own.codes.put(app, '+1', code('old'));
      clock.forward(DAY);
      await own.codes.put(app, '+2', code('right'));
      expect(await own.codes.prune()).toBe(1);
      expect(await own.codes.take(app, '+2', 'right')).toBe(true);
    });
  });
};
