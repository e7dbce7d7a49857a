import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database';
import type { RowOf } from '../dialect';
import { prepareBatch, prepareSplit } from '../prepared';
import { State, type PushTable } from '../push/tables';
import type { Keep } from '../schema';

/** A conversation as it stands while it is locked. */
export interface Locked {
  readonly id: number;
  readonly app: string;
  readonly key: string;
  readonly last_seq: number;
  readonly last_ts: number;
  readonly oldest_keep: Keep | null;
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
  /** 1: the user who receives it has an installation that notifications can go to. */
  readonly reachable: number;
}

/** Somebody who is in a group now. */
export interface Member {
  readonly conv: number;
  readonly member: string;
  readonly reachable: number;
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

/** One user who is to be told of a message in a conversation. */
export interface Notice {
  readonly app: string;
  readonly user: string;
  readonly conv: number;
  readonly seq: number;
  /** Messages of this batch that it speaks for. */
  readonly count: number;
  readonly shape: string | null;
  readonly now: number;
  readonly due: number;
}

const NOTICE = {
  app: 'text',
  user: 'text',
  conv: 'integer',
  seq: 'integer',
  count: 'integer',
  shape: 'text',
  now: 'integer',
  due: 'integer',
} as const;

/** Whether something can be sent to a user; `user` is an expression. The index of those is small. */
const reachable = (app: string, user: RawBuilder<unknown>) =>
  sql<number>`case when exists (
    select 1 from install as i
    where i.app = ${sql.ref(app)} and i.user_id = ${user} and i.platform is not null
  ) then 1 else 0 end`.as('reachable');

const KEY = { app: 'text', key: 'text' } as const;
const CONV = { conv: 'integer' } as const;

/** What is asked about one message. */
const QUESTION = {
  at: 'integer',
  app: 'text',
  speaker: 'text',
  kind: 'text',
  receiver: 'text',
  user: 'text',
  cid: 'text',
  after: 'text',
} as const;

export type Question = RowOf<typeof QUESTION>;

const ROW = {
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
} as const;

const END = {
  id: 'integer',
  last_seq: 'integer',
  last_ts: 'integer',
  strangers: 'integer',
  first_said: 'integer',
  second_said: 'integer',
} as const;

const START = { id: 'integer', ts: 'integer', keep: 'integer' } as const;

/** The statements of `append`. Each takes a batch of any size. */
export const appendQueries = (database: Database) => {
  const { db, dialect } = database;
  return {
    /** Locks conversations, in the order of their keys so that no two batches wait for each other. */
    lock: prepareBatch<typeof KEY, Locked>(database, KEY, (r) =>
      db
        .selectFrom(r)
        .innerJoin('conversation as c', (join) =>
          join.onRef('c.app', '=', 'r.app').onRef('c.key', '=', 'r.key'),
        )
        .select(['c.id', 'c.app', 'c.key', 'c.last_seq', 'c.last_ts', 'c.oldest_keep'])
        .$if(dialect.rowLocks, (query) => query.orderBy('c.app').orderBy('c.key').forUpdate('c')),
    ),

    look: prepareSplit<typeof QUESTION, Facts>(database, QUESTION, (r) =>
      db
        .selectFrom(r)
        .leftJoin('entity as e', (join) =>
          join.onRef('e.app', '=', 'r.app').onRef('e.kind', '=', 'r.kind').onRef('e.id', '=', 'r.receiver'),
        )
        .leftJoin('friend as f', (join) =>
          join
            .onRef('f.app', '=', 'r.app')
            .onRef('f.self', '=', 'r.user')
            .onRef('f.other', '=', 'r.receiver'),
        )
        .leftJoin('message as m', (join) =>
          join.onRef('m.app', '=', 'r.app').onRef('m.speaker', '=', 'r.speaker').onRef('m.cid', '=', 'r.cid'),
        )
        .leftJoin('message as p', (join) =>
          join
            .onRef('p.app', '=', 'r.app')
            .onRef('p.speaker', '=', 'r.speaker')
            .onRef('p.cid', '=', 'r.after'),
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
          reachable('r.app', sql.ref('r.receiver')),
        ]),
    ),

    /** Who is in these groups now. */
    members: prepareBatch<typeof CONV, Member>(database, CONV, (r) =>
      db
        .selectFrom(r)
        .innerJoin('participant as p', 'p.conv', 'r.conv')
        .where('p.left_seq', 'is', null)
        .select(['p.conv', 'p.member', reachable('p.app', sql`substr(p.member, 3)`)]),
    ),

    insert: prepareSplit(database, ROW, (r) =>
      db
        .insertInto('message')
        .columns(Object.keys(ROW) as (keyof typeof ROW)[])
        .expression(db.selectFrom(r).selectAll().$castTo<Row>()),
    ),

    /** Moves the conversations' ends. */
    advance: prepareSplit(database, END, (r) =>
      db
        .updateTable('conversation as c')
        .from(r)
        .set({
          last_seq: sql`r.last_seq`,
          last_ts: sql`r.last_ts`,
          strangers: sql`case when r.strangers = 1 then 1 else c.strangers end`,
          first_said: sql`coalesce(r.first_said, c.first_said)`,
          second_said: sql`coalesce(r.second_said, c.second_said)`,
        })
        .whereRef('c.id', '=', sql`r.id`),
    ),

    /** Apart from the ends: `oldest` has an index of its own, which most messages need not touch. */
    start: prepareBatch(database, START, (r) =>
      db
        .updateTable('conversation as c')
        .from(r)
        .set({ oldest_ts: sql`r.ts`, oldest_keep: sql`r.keep` })
        .whereRef('c.id', '=', sql`r.id`),
    ),

    /** What members have said in their groups, they have read. */
    read: prepareBatch(database, { conv: 'integer', member: 'text', seq: 'integer' }, (r) =>
      db
        .updateTable('participant as p')
        .from(r)
        .set({ read_seq: sql`r.seq` })
        .whereRef('p.conv', '=', sql`r.conv`)
        .whereRef('p.member', '=', sql`r.member`)
        .where('p.left_seq', 'is', null),
    ),

    /** Queues notifications, each for all installations of a user. Of one conversation the last message speaks for all that wait. */
    notify: prepareBatch(database, NOTICE, (r) =>
      db
        .insertInto('push')
        .columns([
          ...['app', 'install', 'user_id', 'platform', 'conv', 'seq', 'count', 'shape'],
          ...['state', 'due', 'tries'],
        ] as (keyof PushTable)[])
        .expression(
          db
            .selectFrom(r)
            .innerJoin('install as i', (join) =>
              join.onRef('i.app', '=', 'r.app').onRef('i.user_id', '=', 'r.user'),
            )
            .where('i.platform', 'is not', null)
            .where((row) => row.or([row('i.expires', 'is', null), row('i.expires', '>', sql<number>`r.now`)]))
            .select(['i.app', 'i.install', 'i.user_id', 'i.platform'])
            .select([
              sql<number>`r.conv`.as('conv'),
              sql<number>`r.seq`.as('seq'),
              sql<number>`r.count`.as('count'),
              sql<string | null>`r.shape`.as('shape'),
              sql.lit(State.Waiting).as('state'),
              sql<number>`r.due`.as('due'),
              sql.lit(0).as('tries'),
            ]),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['app', 'install', 'conv'])
            .where('state', '=', sql.lit(State.Waiting))
            .doUpdateSet({
              user_id: sql`excluded.user_id`,
              platform: sql`excluded.platform`,
              seq: sql`excluded.seq`,
              shape: sql`excluded.shape`,
              count: sql`push.count + excluded.count`,
            }),
        ),
    ),

    /** Begins conversations, unless somebody else just did. */
    begin: prepareBatch(database, KEY, (r) =>
      db
        .insertInto('conversation')
        .columns(['app', 'key', 'last_seq', 'last_ts', 'floor', 'strangers'])
        .expression(
          db
            .selectFrom(r)
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

    enrol: prepareBatch(database, { ...KEY, member: 'text', now: 'integer' }, (r) =>
      db
        .insertInto('participant')
        .columns(['app', 'member', 'key', 'conv', 'joined_seq', 'joined_ts'])
        .expression(
          db
            .selectFrom(r)
            .innerJoin('conversation as c', (join) =>
              join.onRef('c.app', '=', 'r.app').onRef('c.key', '=', 'r.key'),
            )
            .select([
              'c.app',
              sql<string>`r.member`.as('member'),
              'c.key',
              'c.id as conv',
              sql.lit(0).as('joined_seq'),
              sql<number>`r.now`.as('joined_ts'),
            ])
            .where(sql.lit(1), '=', sql.lit(1)),
        )
        .onConflict((conflict) => conflict.columns(['app', 'member', 'key', 'joined_seq']).doNothing()),
    ),
  };
};

export type AppendQueries = ReturnType<typeof appendQueries>;
