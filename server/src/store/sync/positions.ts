import type { Position } from 'rxim/protocol';
import type { Database } from '../database';
import { positionFinder } from '../messages/positions';
import { prepareBatch, type Connection } from '../prepared';
import { endOf, type View } from './views';

/** Where a reader goes on, and whether it had to be put there because its own position never was. */
export interface Start {
  readonly seq: number;
  readonly reset: boolean;
}

interface Named {
  readonly view: View;
  readonly position: Position;
}

const AT = { conv: 'integer', seq: 'integer' } as const;

/** Compares positions with the database that they are said to be of. */
export const positionVerifier = (database: Database) => {
  const lastBefore = positionFinder(database);
  const tags = prepareBatch<typeof AT, { conv: number; ts: number }>(database, AT, (r) =>
    database.db
      .selectFrom(r)
      .innerJoin('message as m', (join) => join.onRef('m.conv', '=', 'r.conv').onRef('m.seq', '=', 'r.seq'))
      .select(['m.conv', 'm.ts']),
  );

  return async (tx: Connection, named: readonly Named[]): Promise<ReadonlyMap<View, Start>> => {
    const doubtful = named.filter(({ view, position }) => mustBeRead(view, position));
    const at = doubtful.map(({ view, position: [seq] }) => ({ conv: view.conv, seq }));
    const stored = new Map((await tags(tx, at)).map(({ conv, ts }) => [conv, ts]));
    const starts = new Map<View, Start>();
    for (const { view, position } of named) {
      const [seq, tag] = position;
      const known = knownTag(view, seq) ?? stored.get(view.conv);
      if (seq <= view.last && (known === undefined || known === tag)) {
        starts.set(view, { seq, reset: false });
        continue;
      }
      // What was written since the restore is younger than anything the reader can know of the time before it.
      const { conv: id, floor, last: last_seq } = view;
      starts.set(view, { seq: await lastBefore(tx, { id, floor, last_seq }, tag + 1), reset: true });
    }
    return starts;
  };
};

/** The tag at a position where it is known without a look at the message. */
const knownTag = (view: View, seq: number): number | undefined => {
  if (seq === view.last) return view.lastTs;
  const end = endOf(view);
  return seq === end.to ? end.toTs : undefined;
};

/** A message below the floor cannot contradict anybody any more. */
const mustBeRead = (view: View, [seq]: Position): boolean =>
  seq > view.floor && seq < view.last && knownTag(view, seq) === undefined;
