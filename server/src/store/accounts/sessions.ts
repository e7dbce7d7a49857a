import type { SessionStore } from '../../ports/accounts';
import type { Database } from '../database';
import { memberName } from '../members';
import type { Connection } from '../prepared';

const read = async (
  on: Connection,
  app: string,
  member: string,
): Promise<{ readonly number: number; readonly kept: string | null; readonly banned: number }> => {
  const row = await on
    .selectFrom('generation')
    .where('app', '=', app)
    .where('member', '=', member)
    .select(['number', 'kept', 'banned'])
    .executeTakeFirst();
  return row ?? { number: 0, kept: null, banned: 0 };
};

export const generationOf = async (on: Connection, app: string, member: string): Promise<number> =>
  (await read(on, app, member)).number;

/** Begins the next generation. */
export const endSessions = async (
  on: Connection,
  app: string,
  member: string,
  kept: string | null = null,
): Promise<void> => {
  await on
    .insertInto('generation')
    .values({ app, member, number: 1, kept })
    .onConflict((conflict) =>
      conflict
        .columns(['app', 'member'])
        .doUpdateSet((row) => ({ number: row('generation.number', '+', 1), kept })),
    )
    .execute();
};

const setBanned = async (on: Connection, app: string, member: string, banned: number): Promise<void> => {
  await on
    .updateTable('generation')
    .set({ banned })
    .where('app', '=', app)
    .where('member', '=', member)
    .execute();
};

export const createSessionStore = (database: Database): SessionStore => ({
  generation: (app, identity) => database.once((db) => generationOf(db, app, memberName(identity))),
  isBanned: async (app, identity) => {
    const { banned } = await database.once((db) => read(db, app, memberName(identity)));
    return banned !== 0;
  },
  isCurrent: async (app, identity, { id, generation }) => {
    const { number, kept } = await database.once((db) => read(db, app, memberName(identity)));
    return generation === number || id === kept;
  },
  revoke: (app, identity) => database.once((db) => endSessions(db, app, memberName(identity))),
  ban: (app, identity) =>
    database.write(async (tx) => {
      await endSessions(tx, app, memberName(identity));
      await setBanned(tx, app, memberName(identity), 1);
    }),
  unban: (app, identity) => database.once((db) => setBanned(db, app, memberName(identity), 0)),
});
