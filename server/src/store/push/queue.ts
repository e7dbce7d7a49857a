import { sql } from 'kysely';
import type { GivenBack, PushQueue } from '../../ports/push';
import type { Database } from '../database';
import type { Connection } from '../prepared';
import { createClaim } from './claim';
import { State } from './tables';

/** Who reads on a database alone need not wait for the leases of a process that is no more. */
export const releaseLeases = (database: Database): Promise<void> =>
  database.write(async (tx) => {
    const rows = await tx
      .selectFrom('push')
      .where('state', '=', State.Leased)
      .select(['id', 'tries', 'error'])
      .execute();
    const due = database.now();
    for (const { id, tries, error } of rows)
      await giveBack(tx, database, { id, due, tries, ...(error !== null && { error }) });
  });

/** What was sent, tried or taken is noted only: after a power cut it is sent again, under the same id. */
export const createPushQueue = (database: Database): PushQueue => ({
  claim: createClaim(database),

  due: async () => {
    const rows = await database.once((db) =>
      db
        .selectFrom('push')
        .where('state', '<', sql.lit(State.Dead))
        .where('due', '<=', database.now())
        .select('platform')
        .distinct()
        .execute(),
    );
    return rows.map(({ platform }) => platform);
  },

  finish: async (ids) => {
    if (ids.length === 0) return;
    await database.note((tx) => tx.deleteFrom('push').where('id', 'in', ids).execute());
  },

  giveBack: async (jobs) => {
    if (jobs.length === 0) return;
    // Row by row where rows are locked: a sender's transaction writes here too, and two that each hold what the other one
    // wants would wait for ever.
    const batches = database.dialect.rowLocks ? jobs.map((job) => [job]) : [jobs];
    for (const batch of batches)
      await database.note(async (tx) => {
        for (const job of batch) await giveBack(tx, database, job);
      });
  },

  bury: async (id, error) => {
    await database.once((db) =>
      db
        .updateTable('push')
        .set((row) => ({ state: State.Dead, due: database.now(), tries: row('tries', '+', 1), error }))
        .where('id', '=', id)
        .execute(),
    );
  },

  dead: async (app, limit) => {
    const rows = await database.once((db) =>
      db
        .selectFrom('push as p')
        .innerJoin('conversation as c', 'c.id', 'p.conv')
        .where('p.app', '=', app)
        .where('p.state', '=', sql.lit(State.Dead))
        .select(['p.id', 'p.user_id', 'p.install', 'p.platform', 'c.key', 'p.seq', 'p.tries', 'p.error'])
        .select('p.due')
        .orderBy('p.due', 'desc')
        .orderBy('p.id', 'desc')
        .limit(limit)
        .execute(),
    );
    return rows.map(({ id, user_id: user, key: conv, due: ts, error, ...rest }) => ({
      id: String(id),
      user,
      conv,
      ts,
      error: error ?? '',
      ...rest,
    }));
  },

  revive: (app, id) =>
    database.write(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('push')
        .set({ state: State.Leased })
        .where('id', '=', Number(id))
        .where('app', '=', app)
        .where('state', '=', State.Dead)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return false;
      await giveBack(tx, database, { id: Number(id), due: database.now(), tries: 0 });
      return true;
    }),

  prune: async (before) => {
    const { numDeletedRows } = await database.once((db) =>
      db
        .deleteFrom('push')
        .where('state', '=', sql.lit(State.Dead))
        .where('due', '<', before)
        .executeTakeFirstOrThrow(),
    );
    return Number(numDeletedRows);
  },
});

/** Makes a leased one wait again. Another one may have begun to wait meanwhile: then the later message speaks for both. */
const giveBack = async (
  tx: Connection,
  { dialect }: Database,
  { id, due, tries, error = null }: Omit<GivenBack, 'error'> & { readonly error?: string | null | undefined },
): Promise<void> => {
  const leased = await tx
    .selectFrom('push')
    .where('id', '=', id)
    .where('state', '=', State.Leased)
    .select(['app', 'install', 'conv', 'seq', 'count'])
    .executeTakeFirst();
  if (leased === undefined) return;
  const waiting = await tx
    .selectFrom('push')
    .where('app', '=', leased.app)
    .where('install', '=', leased.install)
    .where('conv', '=', leased.conv)
    .where('state', '=', sql.lit(State.Waiting))
    .select(['id', 'seq', 'count'])
    .$if(dialect.rowLocks, (query) => query.forUpdate())
    .executeTakeFirst();
  if (waiting !== undefined && waiting.seq > leased.seq) {
    await tx.deleteFrom('push').where('id', '=', id).execute();
    await tx
      .updateTable('push')
      .set((row) => ({ count: row('count', '+', leased.count) }))
      .where('id', '=', waiting.id)
      .execute();
    return;
  }
  if (waiting !== undefined) await tx.deleteFrom('push').where('id', '=', waiting.id).execute();
  await tx
    .updateTable('push')
    .set({ state: State.Waiting, due, tries, error, count: leased.count + (waiting?.count ?? 0) })
    .where('id', '=', id)
    .execute();
};
