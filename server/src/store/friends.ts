import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { directKey, ErrorCode } from 'rxim/protocol';
import { StoreError, type Friendship, type FriendStore } from '../ports/store';
import type { Database } from './database';
import { requireUsers } from './entities/entities';
import type { Connection } from './prepared';

const read = async (db: Connection, app: string, a: string, b: string): Promise<Friendship | undefined> => {
  const row = await db
    .selectFrom('friend')
    .where('app', '=', app)
    .where('self', '=', a)
    .where('other', '=', b)
    .select(['id', 'initiator', 'ts'])
    .executeTakeFirst();
  return row && { id: row.id, from: row.initiator, to: row.initiator === a ? b : a, ts: row.ts };
};

export const createFriendStore = (database: Database): FriendStore => ({
  get: (app, a, b) => database.once((db) => read(db, app, a, b)),

  add: (app, from, to) =>
    database.write(async (tx) => {
      if (from === to) throw new StoreError(ErrorCode.InvalidArgument, 'nobody is a friend of oneself');
      await requireUsers(tx, app, [from, to]);
      const row = { app, id: randomBytes(16).toString('hex'), initiator: from, ts: database.now() };
      // In one order whoever asks, so that two who befriend each other at once do not wait for each other.
      const [one, other] = from < to ? [from, to] : [to, from];
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('friend')
        .values([
          { ...row, self: one, other },
          { ...row, self: other, other: one },
        ])
        .onConflict((conflict) => conflict.columns(['app', 'self', 'other']).doNothing())
        .executeTakeFirstOrThrow();
      const friendship = await read(tx, app, from, to);
      if (friendship === undefined) throw new StoreError(ErrorCode.Database, 'the friendship was not stored');
      return { ...friendship, created: numInsertedOrUpdatedRows === 2n };
    }),

  remove: (app, a, b) =>
    database.write(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('friend')
        .where('app', '=', app)
        .where((row) =>
          row.or([
            row.and([row('self', '=', a), row('other', '=', b)]),
            row.and([row('self', '=', b), row('other', '=', a)]),
          ]),
        )
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    }),

  list: async (app, id) => {
    const rows = await database.once((db) =>
      db
        .selectFrom('friend')
        .where('app', '=', app)
        .where('self', '=', id)
        .select('other')
        .orderBy('other')
        .execute(),
    );
    return rows.map(({ other }) => other);
  },

  stranger: (app, id, other) =>
    database.once((db) =>
      db
        .selectFrom('conversation')
        .where('app', '=', app)
        .where('key', '=', directKey({ kind: 'user', id }, { kind: 'user', id: other }))
        .where('strangers', '=', 1)
        .select('last_ts as ts')
        .executeTakeFirst(),
    ),

  strangers: (app, id, skip, limit) =>
    database.once((db) =>
      db
        .selectFrom((from) =>
          from
            .selectFrom('participant as p')
            .innerJoin('conversation as c', 'c.id', 'p.conv')
            .where('p.app', '=', app)
            .where('p.member', '=', `u:${id}`)
            .where('c.strangers', '=', 1)
            .select([otherOf(id).as('id'), 'c.last_ts as ts'])
            .as('s'),
        )
        .where('s.id', '!=', id)
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('friend as f')
                .where('f.app', '=', app)
                .where('f.self', '=', id)
                .whereRef('f.other', '=', 's.id')
                .select('f.id'),
            ),
          ),
        )
        .select(['s.id', 's.ts'])
        .orderBy('s.ts', 'desc')
        .orderBy('s.id')
        .limit(limit)
        .offset(skip)
        .execute(),
    ),
});

/** The other user of a key `u:a|u:b`, either of whom is `id`. */
const otherOf = (id: string) => {
  const first = `u:${id}|`;
  return sql<string>`case when substr(p.key, 1, ${sql.lit(first.length)}) = ${first}
    then substr(p.key, ${sql.lit(first.length + 3)})
    else substr(p.key, 3, length(p.key) - ${sql.lit(first.length + 2)}) end`;
};
