import { sql } from 'kysely';
import type { ConversationStore, ReadMark } from '../ports/store';
import type { Database } from './database';
import { memberName } from './members';
import { prepareBatch } from './prepared';

/** Named unlike the columns of tables, which `returning` could not tell from them. */
const MARK = { in_app: 'text', reader: 'text', talk: 'text', up_to: 'integer' } as const;

interface Moved {
  readonly app: string;
  readonly member: string;
  readonly key: string;
}

/**
 * Moves read positions. Where rows are locked one by one, so are they moved: a sender's transaction moves them too, and two
 * that each hold what the other one wants would wait for ever.
 */
export const createReadPositions = (database: Database): ConversationStore['markRead'] => {
  const move = prepareBatch<typeof MARK, Moved>(database, MARK, (r) =>
    database.db
      .updateTable('participant as p')
      .from(r)
      .set({ read_seq: sql`r.up_to` })
      .whereRef('p.app', '=', 'r.in_app')
      .whereRef('p.member', '=', 'r.reader')
      .whereRef('p.key', '=', 'r.talk')
      .where('p.left_seq', 'is', null)
      .whereRef('p.read_seq', '<', 'r.up_to')
      .whereRef('p.joined_seq', '<', 'r.up_to')
      .where('r.up_to', '<=', (said) =>
        said.selectFrom('conversation as c').whereRef('c.id', '=', 'p.conv').select('c.last_seq'),
      )
      .returning(['app', 'member', 'key']),
  );
  const write = async (marks: readonly ReadMark[]) => {
    const rows = marks.map(({ app, self, conv, seq }) => ({
      in_app: app,
      reader: memberName(self),
      talk: conv,
      up_to: seq,
    }));
    return database.write((tx) => move(tx, rows));
  };

  return async <M extends ReadMark>(marks: readonly M[]): Promise<readonly M[]> => {
    const furthest = [...furthestOf(marks).values()];
    if (furthest.length === 0) return [];
    const moved = database.dialect.rowLocks
      ? (await Promise.all(furthest.map((mark) => write([mark])))).flat()
      : await write(furthest);
    const names = new Set(moved.map(({ app, member, key }) => `${app} ${member} ${key}`));
    return furthest.filter((mark) => names.has(nameOf(mark)));
  };
};

const nameOf = ({ app, self, conv }: ReadMark): string => `${app} ${memberName(self)} ${conv}`;

/** Of several marks of one reader in one conversation the furthest: the others say nothing more. */
const furthestOf = <M extends ReadMark>(marks: readonly M[]): ReadonlyMap<string, M> => {
  const furthest = new Map<string, M>();
  for (const mark of marks) {
    if (mark.seq > (furthest.get(nameOf(mark))?.seq ?? 0)) furthest.set(nameOf(mark), mark);
  }
  return furthest;
};
