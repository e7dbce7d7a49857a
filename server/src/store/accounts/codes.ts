import type { CodeStore } from '../../ports/accounts';
import type { Database } from '../database';

const DAY = 24 * 60 * 60 * 1000;

export const createCodeStore = (database: Database): CodeStore => ({
  put: (app, phone, { hash, life, tries, interval, perDay }) =>
    database.write(async (tx) => {
      const now = database.now();
      const known = await tx
        .selectFrom('phone_code')
        .where('app', '=', app)
        .where('phone', '=', phone)
        .select(['next_at', 'day_ends', 'sent'])
        .$if(database.dialect.rowLocks, (query) => query.forUpdate())
        .executeTakeFirst();
      const today = known !== undefined && known.day_ends > now ? known : { sent: 0, day_ends: now + DAY };
      if (known !== undefined && known.next_at > now) return known.next_at - now;
      if (today.sent >= perDay) return today.day_ends - now;
      const row = {
        hash,
        tries,
        expires: now + life,
        next_at: now + interval,
        day_ends: today.day_ends,
        sent: today.sent + 1,
      };
      // No upsert: of two first codes at once the second one runs again, and then counts the first.
      await (
        known === undefined
          ? tx.insertInto('phone_code').values({ app, phone, ...row })
          : tx.updateTable('phone_code').set(row).where('app', '=', app).where('phone', '=', phone)
      ).execute();
      return 0;
    }),

  withdraw: async (app, phone) => {
    await database.once((db) =>
      db
        .updateTable('phone_code')
        .set((row) => ({ hash: null, next_at: 0, sent: row('sent', '-', 1) }))
        .where('app', '=', app)
        .where('phone', '=', phone)
        .execute(),
    );
  },

  take: (app, phone, hash) =>
    database.write(async (tx) => {
      const code = await tx
        .updateTable('phone_code')
        .set((row) => ({ tries: row('tries', '-', 1) }))
        .where('app', '=', app)
        .where('phone', '=', phone)
        .where('tries', '>', 0)
        .where('expires', '>', database.now())
        .returning('hash')
        .executeTakeFirst();
      if (code?.hash !== hash) return false;
      await tx
        .updateTable('phone_code')
        .set({ hash: null, tries: 0 })
        .where('app', '=', app)
        .where('phone', '=', phone)
        .execute();
      return true;
    }),

  prune: async () => {
    const now = database.now();
    const { numDeletedRows } = await database.once((db) =>
      db
        .deleteFrom('phone_code')
        .where('day_ends', '<=', now)
        .where('expires', '<=', now)
        .where('next_at', '<=', now)
        .executeTakeFirstOrThrow(),
    );
    return Number(numDeletedRows);
  },
});
