import { sql } from 'kysely';
import type { Database } from '../database';
import { prepare } from '../prepared';
import type { Keep } from '../schema';

/** A conversation as it stands while it is locked. */
export interface Locked {
  readonly id: number;
  readonly app: string;
  readonly key: string;
  readonly last_seq: number;
  readonly last_ts: number;
  readonly oldest_ts: number | null;
}

/** What the database knows about one message of a batch. */
export interface Facts {
  readonly at: number;
  /** The receiver's id, if there is one. */
  readonly receiver: string | null;
  readonly friendship: string | null;
  /** The message that its cid was used for. */
  readonly original: number | null;
  readonly original_ts: number | null;
  readonly original_type: number | null;
  readonly original_digest: string | null;
  /** `seq` of its predecessor. */
  readonly predecessor: number | null;
}

export interface Row {
  readonly conv: number;
  readonly seq: number;
  readonly ts: number;
  readonly app: string;
  readonly speaker: string | null;
  readonly to_id: string;
  readonly to_type: number;
  readonly payload: string;
  readonly cid: string | null;
  readonly digest: string | null;
  readonly keep: Keep;
}

/** The statements of `append`. Each takes a batch of any size. */
export const appendQueries = ({ db, dialect }: Database) => ({
  /** Locks conversations, in the order of their keys so that no two batches wait for each other. */
  lock: prepare<{ keys: string }, Locked>(({ keys }) =>
    db
      .selectFrom(dialect.rows('r', keys, { app: 'text', key: 'text' }))
      .innerJoin('conversation as c', (join) =>
        join.onRef('c.app', '=', 'r.app').onRef('c.key', '=', 'r.key'),
      )
      .select(['c.id', 'c.app', 'c.key', 'c.last_seq', 'c.last_ts', 'c.oldest_ts'])
      .orderBy('c.app')
      .orderBy('c.key')
      .$if(dialect.rowLocks, (query) => query.forUpdate('c')),
  ),

  look: prepare<{ messages: string }, Facts>(({ messages }) =>
    db
      .selectFrom(
        dialect.rows('r', messages, {
          at: 'integer',
          app: 'text',
          speaker: 'text',
          kind: 'text',
          receiver: 'text',
          user: 'text',
          cid: 'text',
          after: 'text',
        }),
      )
      .leftJoin('entity as e', (join) =>
        join.onRef('e.app', '=', 'r.app').onRef('e.kind', '=', 'r.kind').onRef('e.id', '=', 'r.receiver'),
      )
      .leftJoin('friend as f', (join) =>
        join.onRef('f.app', '=', 'r.app').onRef('f.self', '=', 'r.user').onRef('f.other', '=', 'r.receiver'),
      )
      .leftJoin('message as m', (join) =>
        join.onRef('m.app', '=', 'r.app').onRef('m.speaker', '=', 'r.speaker').onRef('m.cid', '=', 'r.cid'),
      )
      .leftJoin('message as p', (join) =>
        join.onRef('p.app', '=', 'r.app').onRef('p.speaker', '=', 'r.speaker').onRef('p.cid', '=', 'r.after'),
      )
      .select([
        sql<number>`${sql.ref('r.at')}`.as('at'),
        'e.id as receiver',
        'f.id as friendship',
        'm.seq as original',
        'm.ts as original_ts',
        'm.to_type as original_type',
        'm.digest as original_digest',
        'p.seq as predecessor',
      ]),
  ),

  /** Who is in these groups now. */
  members: prepare<{ convs: string }, { conv: number; member: string }>(({ convs }) =>
    db
      .selectFrom(dialect.rows('r', convs, { conv: 'integer' }))
      .innerJoin('participant as p', 'p.conv', 'r.conv')
      .where('p.left_seq', 'is', null)
      .select(['p.conv', 'p.member']),
  ),

  insert: prepare<{ rows: string }>(({ rows }) =>
    db
      .insertInto('message')
      .columns([
        'conv',
        'seq',
        'ts',
        'app',
        'speaker',
        'to_id',
        'to_type',
        'payload',
        'cid',
        'digest',
        'keep',
      ])
      .expression(
        db
          .selectFrom(
            dialect.rows('r', rows, {
              conv: 'integer',
              seq: 'integer',
              ts: 'integer',
              app: 'text',
              speaker: 'text',
              to_id: 'text',
              to_type: 'integer',
              payload: 'text',
              cid: 'text',
              digest: 'text',
              keep: 'integer',
            }),
          )
          .selectAll()
          .$castTo<Row>(),
      ),
  ),

  /** Moves the conversations' ends. */
  advance: prepare<{ ends: string }>(({ ends }) =>
    db
      .updateTable('conversation as c')
      .from(
        dialect.rows('r', ends, {
          id: 'integer',
          last_seq: 'integer',
          last_ts: 'integer',
          first_ts: 'integer',
          first_keep: 'integer',
          strangers: 'integer',
          first_said: 'integer',
          second_said: 'integer',
        }),
      )
      .set({
        last_seq: sql`r.last_seq`,
        last_ts: sql`r.last_ts`,
        oldest_ts: sql`coalesce(c.oldest_ts, r.first_ts)`,
        oldest_keep: sql`coalesce(c.oldest_keep, r.first_keep)`,
        strangers: sql`case when r.strangers = 1 then 1 else c.strangers end`,
        first_said: sql`coalesce(r.first_said, c.first_said)`,
        second_said: sql`coalesce(r.second_said, c.second_said)`,
      })
      .whereRef('c.id', '=', sql`r.id`),
  ),

  /** What members have said in their groups, they have read. */
  read: prepare<{ said: string }>(({ said }) =>
    db
      .updateTable('participant as p')
      .from(dialect.rows('r', said, { conv: 'integer', member: 'text', seq: 'integer' }))
      .set({ read_seq: sql`r.seq` })
      .whereRef('p.conv', '=', sql`r.conv`)
      .whereRef('p.member', '=', sql`r.member`)
      .where('p.left_seq', 'is', null),
  ),

  /** Begins conversations, unless somebody else just did. */
  begin: prepare<{ keys: string }>(({ keys }) =>
    db
      .insertInto('conversation')
      .columns(['app', 'key', 'last_seq', 'last_ts', 'floor', 'strangers'])
      .expression(
        db
          .selectFrom(dialect.rows('r', keys, { app: 'text', key: 'text' }))
          .select([
            sql<string>`r.app`.as('app'),
            sql<string>`r.key`.as('key'),
            sql.lit(0).as('last_seq'),
            sql.lit(0).as('last_ts'),
            sql.lit(0).as('floor'),
            sql.lit(0).as('strangers'),
          ])
          // SQLite would take the conflict clause for a join's condition without it.
          .where(sql.lit(1), '=', sql.lit(1))
          .orderBy('app')
          .orderBy('key'),
      )
      .onConflict((conflict) => conflict.columns(['app', 'key']).doNothing()),
  ),

  enrol: prepare<{ parties: string; now: number }>(({ parties, now }) =>
    db
      .insertInto('participant')
      .columns(['app', 'member', 'key', 'conv', 'joined_seq', 'joined_ts'])
      .expression(
        db
          .selectFrom(dialect.rows('r', parties, { app: 'text', key: 'text', member: 'text' }))
          .innerJoin('conversation as c', (join) =>
            join.onRef('c.app', '=', 'r.app').onRef('c.key', '=', 'r.key'),
          )
          .select([
            'c.app',
            sql<string>`r.member`.as('member'),
            'c.key',
            'c.id as conv',
            sql.lit(0).as('joined_seq'),
            sql<number>`cast(${now} as bigint)`.as('joined_ts'),
          ])
          .where(sql.lit(1), '=', sql.lit(1)),
      )
      .onConflict((conflict) => conflict.columns(['app', 'member', 'key', 'joined_seq']).doNothing()),
  ),
});

export type AppendQueries = ReturnType<typeof appendQueries>;
