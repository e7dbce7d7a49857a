import { ErrorCode, SYNC_RANGE, type Cursor, type Gap, type Position } from 'rxim/protocol';
import { StoreError, type MessageStore, type StoredMessage, type Synced } from '../../ports/store';
import type { Database } from '../database';
import { memberName } from '../members';
import { COLUMNS, toMessage, type MessageRow } from '../messages/rows';
import { prepareBatch, type Connection } from '../prepared';
import { plan, type Plan } from './plan';
import { positionVerifier, type Start } from './positions';
import { strayFinder, type Stray } from './strays';
import { endOf, PAGE, viewReader, type View } from './views';

/** Messages of one answer, whatever was asked for. */
const MOST = 1000;

/** `MessageStore.sync`: three statements a page however many conversations have changed, and one more for each reset and for strays. */
export const createSync = (database: Database): MessageStore['sync'] => {
  const readViews = viewReader(database);
  const verify = positionVerifier(database);
  const findStrays = strayFinder(database);
  const fetch = messageReader(database);

  return async (app, self, { cursor, after, upTo, limit }) => {
    if (cursor !== null && Object.keys(cursor).length > SYNC_RANGE) {
      throw new StoreError(ErrorCode.InvalidArgument, `a cursor names at most ${SYNC_RANGE} conversations`);
    }
    const room = Math.max(1, Math.min(limit, MOST));
    return database.read(async (tx) => {
      const who = { app, member: memberName(self) };
      const page = await readViews(tx, who, { after, upTo }, cursor === null ? SYNC_RANGE : PAGE);
      if (cursor === null) return positionsOf(page.views, page.more);

      const changed = page.views.filter((view) => !isCurrent(view, cursor[view.key]));
      const named = changed.flatMap((view) => {
        const position = cursor[view.key];
        return position === undefined ? [] : { view, position };
      });
      const starts = await verify(tx, named);
      const { plans, more } = fill(changed, starts, room);
      const messages = await fetch(tx, plans);
      const looked = { after, upTo: page.more ? page.views.at(-1)?.key : upTo };
      const strays = await findStrays(tx, app, cursor, page.views, looked);
      return withStrays(answer(plans, starts, messages, more || page.more), strays);
    });
  };
};

const positionsOf = (views: readonly View[], more: boolean): Synced => ({
  messages: [],
  cursor: Object.fromEntries(
    views.map((view): [string, Position] => [view.key, [endOf(view).to, endOf(view).toTs]]),
  ),
  lost: [],
  more,
});

const isCurrent = (view: View, position: Position | undefined): boolean =>
  position?.[0] === endOf(view).to && position[1] === endOf(view).toTs;

/** Takes conversations into the answer, in the order of their keys, while there is room for messages. */
const fill = (
  views: readonly View[],
  starts: ReadonlyMap<View, Start>,
  room: number,
): { plans: readonly Plan[]; more: boolean } => {
  const plans: Plan[] = [];
  let left = room;
  for (const view of views) {
    const next = plan(view, starts.get(view)?.seq ?? 0, left);
    // Without room for a single message it waits as a whole, together with what it has lost.
    if (next.cut && next.count === 0) return { plans, more: true };
    plans.push(next);
    left -= next.count;
    if (next.cut) return { plans, more: true };
  }
  return { plans, more: false };
};

const answer = (
  plans: readonly Plan[],
  starts: ReadonlyMap<View, Start>,
  messages: ReadonlyMap<View, readonly StoredMessage[]>,
  more: boolean,
): Synced => {
  const cursor: Record<string, Position> = {};
  const lost: Gap[] = [];
  for (const { view, lost: gone, cut } of plans) {
    const start = starts.get(view);
    const end = endOf(view);
    if (start?.reset === true) {
      const first = view.spans[0].from;
      lost.push({ conv: view.key, from: first + 1, to: Math.max(start.seq, first), reset: true });
    }
    lost.push(...gone);
    const last = messages.get(view)?.at(-1);
    if (cut && last !== undefined) cursor[view.key] = [last.seq, last.ts];
    // A reader may be past the end of what it can see: it was a member again, in a time that was undone.
    else if (start === undefined || start.reset || start.seq <= end.to) cursor[view.key] = [end.to, end.toTs];
  }
  return {
    messages: plans.flatMap(({ view }) => messages.get(view) ?? []),
    cursor: cursor satisfies Cursor,
    lost,
    more,
  };
};

/** They begin at nothing. */
const withStrays = (synced: Synced, strays: readonly Stray[]): Synced =>
  strays.length === 0
    ? synced
    : {
        ...synced,
        cursor: { ...synced.cursor, ...Object.fromEntries(strays.map(({ key }) => [key, [0, 0]])) },
        lost: [
          ...synced.lost,
          ...strays
            .filter(({ reset }) => reset)
            .map(({ key }): Gap => ({ conv: key, from: 1, to: 0, reset: true })),
        ],
      };

const RANGE = { conv: 'integer', from: 'integer', to: 'integer' } as const;

/** Reads what the plans say, all of it in one statement. */
const messageReader = (database: Database) => {
  const read = prepareBatch<typeof RANGE, MessageRow & { conv: number }>(database, RANGE, (r) =>
    database.db
      .selectFrom(r)
      .innerJoin('message as m', (join) =>
        join.onRef('m.conv', '=', 'r.conv').onRef('m.seq', '>', 'r.from').onRef('m.seq', '<=', 'r.to'),
      )
      .select(['m.conv', ...COLUMNS])
      .orderBy('m.conv')
      .orderBy('m.seq'),
  );
  return async (
    tx: Connection,
    plans: readonly Plan[],
  ): Promise<ReadonlyMap<View, readonly StoredMessage[]>> => {
    const ranges = plans.flatMap(({ view, ranges: parts }) =>
      parts.map(({ from, to }) => ({ conv: view.conv, from, to })),
    );
    const views = new Map(plans.map(({ view }) => [view.conv, view]));
    const messages = new Map<View, StoredMessage[]>(plans.map(({ view }) => [view, []]));
    for (const row of await read(tx, ranges)) {
      const view = views.get(row.conv);
      if (view !== undefined) messages.get(view)?.push(toMessage(view.key, row));
    }
    return messages;
  };
};
