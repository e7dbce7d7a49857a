import type { SessionStore } from '../../ports/accounts';
import type { Database } from '../database';
import { memberName } from '../members';
import type { Connection } from '../prepared';

const read = async (
  on: Connection,
  app: string,
  member: string,
): Promise<{ readonly number: number; readonly kept: string | null }> => {
  const row = await on
    .selectFrom('generation')
    .where('app', '=', app)
    .where('member', '=', member)
    .select(['number', 'kept'])
    .executeTakeFirst();
  return row ?? { number: 0, kept: null };
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

export const createSessionStore = (database: Database): SessionStore => ({
  generation: (app, identity) => database.once((db) => generationOf(db, app, memberName(identity))),
  isCurrent: async (app, identity, { id, generation }) => {
    const { number, kept } = await database.once((db) => read(db, app, memberName(identity)));
    return generation === number || id === kept;
  },
  revoke: (app, identity) => database.once((db) => endSessions(db, app, memberName(identity))),
});
