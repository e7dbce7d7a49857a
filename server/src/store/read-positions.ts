import { sql } from 'kysely';
import type { ConversationStore, ReadMark } from '../ports/store';
import type { Database } from './database';
import { memberName } from './members';
import { prepareBatch } from './prepared';

const MARK = { app: 'text', member: 'text', key: 'text', seq: 'integer' } as const;

interface Moved {
  readonly app: string;
  readonly member: string;
  readonly key: string;
  readonly read_seq: number;
}

/** Moves read positions, each to the furthest mark that can be so. */
export const createReadPositions = (database: Database): ConversationStore['markRead'] => {
  const { db, dialect } = database;
  const move = prepareBatch<typeof MARK, Moved>(database, MARK, (r) => {
    const furthest = db
      .selectFrom(r)
      .innerJoin('participant as q', (join) =>
        join.onRef('q.app', '=', 'r.app').onRef('q.member', '=', 'r.member').onRef('q.key', '=', 'r.key'),
      )
      .innerJoin('conversation as c', 'c.id', 'q.conv')
      .where('q.left_seq', 'is', null)
      .whereRef('r.seq', '>', 'q.joined_seq')
      .whereRef('r.seq', '<=', 'c.last_seq')
      .groupBy(['q.app', 'q.member', 'q.key', 'q.joined_seq'])
      // Named unlike the table's columns, which `returning` could not tell from them.
      .select(['q.app as of_app', 'q.member as of_member', 'q.key as of_key', 'q.joined_seq as since'])
      .select(sql<number>`max(r.seq)`.as('up_to'));
    return db
      .updateTable('participant as p')
      .from(furthest.as('f'))
      .set({ read_seq: sql`f.up_to` })
      .whereRef('p.app', '=', 'f.of_app')
      .whereRef('p.member', '=', 'f.of_member')
      .whereRef('p.key', '=', 'f.of_key')
      .whereRef('p.joined_seq', '=', 'f.since')
      .where('p.left_seq', 'is', null)
      .whereRef('p.read_seq', '<', 'f.up_to')
      .returning(['app', 'member', 'key', 'read_seq']);
  });
  const write = async (marks: readonly ReadMark[]): Promise<Moved[]> => {
    const rows = marks.map(({ app, self, conv, seq }) => ({ app, member: memberName(self), key: conv, seq }));
    return database.write((tx) => move(tx, rows));
  };

  return async <M extends ReadMark>(marks: readonly M[]): Promise<readonly M[]> => {
    // Row by row where rows are locked: a sender's transaction moves positions too, and two that each hold what the other one
    // wants would wait for ever.
    const batches = dialect.rowLocks ? [...groupedBy(marks, nameOf).values()] : [marks];
    const moved = (await Promise.all(batches.map(write))).flat();
    const marked = groupedBy(marks, (mark) => `${mark.seq} ${nameOf(mark)}`);
    return moved.flatMap(({ app, member, key, read_seq }) => {
      const [first] = marked.get(`${read_seq} ${app} ${member} ${key}`) ?? [];
      return first === undefined ? [] : [first];
    });
  };
};

const nameOf = ({ app, self, conv }: ReadMark): string => `${app} ${memberName(self)} ${conv}`;

const groupedBy = <T>(items: readonly T[], name: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(name(item));
    if (group === undefined) groups.set(name(item), [item]);
    else group.push(item);
  }
  return groups;
};
