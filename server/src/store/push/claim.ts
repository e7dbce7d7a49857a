import { sql } from 'kysely';
import { PeerType, type PushAddress, type PushPlatform, type PushShape } from 'rxim/protocol';
import type { PushJob, PushQueue } from '../../ports/push';
import { readOf } from '../conversations';
import type { Database } from '../database';
import { COLUMNS, toMessage, type MessageRow } from '../messages/rows';
import { prepareBatch, type Connection } from '../prepared';
import { State } from './tables';

const ID = { id: 'integer' } as const;

interface JobRow extends MessageRow {
  readonly id: number;
  readonly app: string;
  readonly user_id: string;
  readonly install: string;
  readonly address: string;
  readonly language: string | null;
  readonly count: number;
  readonly tries: number;
  readonly shape: string | null;
  readonly key: string;
  readonly read_seq: number;
  readonly joined_seq: number;
  readonly floor: number;
  readonly first_said: number;
  readonly second_said: number;
  readonly sender_name: string | null;
  readonly group_name: string | null;
}

/** `PushQueue.claim`: three statements however many there are. */
export const createClaim = (database: Database): PushQueue['claim'] => {
  const look = jobReader(database);
  return (platform, limit, lease) =>
    database.note(async (tx) => {
      const ids = await take(tx, database, { platform, limit, lease });
      const rows = await look(
        tx,
        ids.map((id) => ({ id })),
      );
      const known = new Set(rows.map(({ id }) => id));
      const pointless = ids.filter((id) => !known.has(id));
      if (pointless.length > 0) await tx.deleteFrom('push').where('id', 'in', pointless).execute();
      return rows.map(toJob);
    });
};

const take = async (
  tx: Connection,
  { dialect, now }: Database,
  { platform, limit, lease }: { platform: PushPlatform; limit: number; lease: number },
): Promise<number[]> => {
  const at = now();
  const due = tx
    .selectFrom('push')
    .where('platform', '=', platform)
    .where('state', '<', sql.lit(State.Dead))
    .where('due', '<=', at)
    .orderBy('due')
    .limit(limit)
    .select('id')
    // What another process is at is none of ours.
    .$if(dialect.rowLocks, (query) => query.forUpdate().skipLocked());
  const rows = await tx
    .updateTable('push')
    .set({ state: State.Leased, due: at + lease })
    .where('id', 'in', due)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
};

/** Who reads, and what; nothing where that has ended meanwhile. */
const jobReader = (database: Database) =>
  prepareBatch<typeof ID, JobRow>(database, ID, (r) =>
    database.db
      .selectFrom(r)
      .innerJoin('push as p', (join) => join.onRef('p.id', '=', sql.ref('r.id')))
      .innerJoin('install as i', (join) =>
        join
          .onRef('i.app', '=', 'p.app')
          .onRef('i.install', '=', 'p.install')
          .onRef('i.user_id', '=', 'p.user_id')
          .onRef('i.platform', '=', 'p.platform'),
      )
      .innerJoin('conversation as c', 'c.id', 'p.conv')
      .innerJoin('participant as q', (join) =>
        join
          .onRef('q.app', '=', 'p.app')
          .on('q.member', '=', sql<string>`'u:' || p.user_id`)
          .onRef('q.key', '=', 'c.key'),
      )
      .innerJoin('message as m', (join) => join.onRef('m.conv', '=', 'p.conv').onRef('m.seq', '=', 'p.seq'))
      .leftJoin('attribute as s', (join) =>
        join
          .onRef('s.app', '=', 'p.app')
          .on('s.kind', '=', sql`case when m.speaker like 'u:%' then 'user' else 'guest' end`)
          .on('s.id', '=', sql<string>`substr(m.speaker, 3)`)
          .on('s.name', '=', sql.lit('name')),
      )
      .leftJoin('attribute as g', (join) =>
        join
          .onRef('g.app', '=', 'p.app')
          .on('g.kind', '=', sql.lit('group'))
          .onRef('g.id', '=', 'm.to_id')
          .on('g.name', '=', sql.lit('name'))
          .on('m.to_type', '=', sql.lit(PeerType.Group)),
      )
      .where('m.payload', 'is not', null)
      .where('q.left_seq', 'is', null)
      .select(['p.id', 'p.app', 'p.user_id', 'p.install', 'p.count', 'p.tries', 'p.shape', 'c.key'])
      .select(['i.address', 'i.language', 's.value as sender_name', 'g.value as group_name'])
      .select(['q.read_seq', 'q.joined_seq', 'c.floor', 'c.first_said', 'c.second_said'])
      .select(COLUMNS)
      .orderBy('p.due')
      .orderBy('p.id')
      .$castTo<JobRow>(),
  );

const toJob = (row: JobRow): PushJob => ({
  id: row.id,
  app: row.app,
  user: row.user_id,
  install: row.install,
  address: JSON.parse(row.address) as PushAddress,
  language: row.language ?? undefined,
  message: toMessage(row.key, row),
  count: row.count,
  tries: row.tries,
  shape: JSON.parse(row.shape ?? '{}') as PushShape,
  read: readOf(row, `u:${row.user_id}`) >= row.seq,
  senderName: row.sender_name ?? undefined,
  groupName: row.group_name ?? undefined,
});
