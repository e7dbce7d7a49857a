import { SYNC_RANGE, type ConversationKey } from 'rxim/protocol';
import type { Database } from '../database';
import { prepare, type Connection } from '../prepared';

/** A part of a conversation that its reader may see: (from, to]. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** `ts` of the message at `to`. */
  readonly toTs: number;
}

/** A conversation as one reader may see it. */
export interface View {
  readonly key: ConversationKey;
  readonly conv: number;
  readonly last: number;
  readonly lastTs: number;
  readonly floor: number;
  /** In order and not empty. The last one ends where the reader's conversation ends. */
  readonly spans: readonly [Span, ...Span[]];
}

interface ViewRow {
  readonly key: string;
  readonly conv: number;
  readonly joined_seq: number;
  readonly left_seq: number | null;
  readonly left_ts: number | null;
  readonly last_seq: number;
  readonly last_ts: number;
  readonly floor: number;
}

/** Above every key: keys are ASCII and begin with a letter. */
const LAST_KEY = '~';

/** The conversations of somebody within a range of keys. */
export const viewReader = ({ db }: Database) => {
  const read = prepare<{ app: string; member: string; after: string; upTo: string; limit: number }, ViewRow>(
    ({ app, member, after, upTo, limit }) =>
      db
        .selectFrom('participant as p')
        .innerJoin('conversation as c', 'c.id', 'p.conv')
        .where('p.app', '=', app)
        .where('p.member', '=', member)
        .where('p.key', 'in', (keys) =>
          keys
            .selectFrom('participant as k')
            .where('k.app', '=', app)
            .where('k.member', '=', member)
            .where('k.key', '>', after)
            .where('k.key', '<=', upTo)
            // Rooms have members and no messages.
            .where((key) => key.or([key('k.key', '<', 'r:'), key('k.key', '>=', 'r;')]))
            .select('k.key')
            .distinct()
            .orderBy('k.key')
            .limit(limit),
        )
        .select(['p.key', 'p.conv', 'p.joined_seq', 'p.left_seq', 'p.left_ts'])
        .select(['c.last_seq', 'c.last_ts', 'c.floor'])
        .orderBy('p.key')
        .orderBy('p.joined_seq'),
  );
  return async (
    tx: Connection,
    who: { readonly app: string; readonly member: string },
    range: { readonly after?: string | undefined; readonly upTo?: string | undefined },
    most: number,
  ): Promise<{ views: readonly View[]; more: boolean }> => {
    const { after = '', upTo = LAST_KEY } = range;
    const rows = await read(tx, { ...who, after, upTo, limit: most + 1 });
    const views = grouped(rows);
    return { views: views.slice(0, most), more: views.length > most };
  };
};

const grouped = (rows: readonly ViewRow[]): View[] => {
  const views: (Omit<View, 'spans'> & { spans: [Span, ...Span[]] })[] = [];
  for (const row of rows) {
    const { key, conv, last_seq: last, last_ts: lastTs, floor } = row;
    const span: Span = {
      from: row.joined_seq,
      to: row.left_seq ?? last,
      toTs: row.left_ts ?? lastTs,
    };
    const view = views.at(-1);
    if (view?.key === key) view.spans.push(span);
    else views.push({ key, conv, last, lastTs, floor, spans: [span] });
  }
  return views;
};

export const endOf = ({ spans }: View): Span => spans.at(-1) ?? spans[0];

/** Conversations that one answer looks at. A request names at most half as many, so the other half is news. */
export const PAGE = 2 * SYNC_RANGE;
