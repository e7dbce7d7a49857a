import { sql, type Kysely, type Migration } from 'kysely';

/** How far everybody has read. What was said before this was kept counts as read. */
export const readPositions: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const column of ['first_said', 'second_said']) {
      await db.schema
        .alterTable('conversation')
        .addColumn(column, 'bigint', (c) => c.notNull().defaultTo(0))
        .execute();
    }
    await db.schema
      .alterTable('participant')
      .addColumn('read_seq', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await sql`update participant
      set read_seq = (select last_seq from conversation where conversation.id = participant.conv)`.execute(
      db,
    );
  },
};
