import type { Kysely, Migration } from 'kysely';

/** Who may not log in. */
export const bans: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('generation')
      .addColumn('banned', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
  },
};
