import type { ConversationKey, Cursor } from 'rxim/protocol';
import type { Database } from '../database';
import { prepareBatch, type Connection } from '../prepared';
import type { View } from './views';

/** The part of a cursor that an answer speaks of: `after < key ≤ upTo`. */
interface KeyRange {
  readonly after?: string | undefined;
  readonly upTo?: string | undefined;
}

/** A position in a conversation of which its reader may see nothing. */
export interface Stray {
  readonly key: ConversationKey;
  /** There is no such conversation. Since none is ever deleted, there is none any more: the database was restored. */
  readonly reset: boolean;
}

const NAME = { app: 'text', key: 'text' } as const;

/**
 * Finds strays. A reader who kept one would take the first messages for old ones, once the conversation begins again. The
 * harmless kind is left by somebody who was in a group while nothing was said in it.
 */
export const strayFinder = (database: Database) => {
  const find = prepareBatch<typeof NAME, { key: string }>(database, NAME, (r) =>
    database.db
      .selectFrom(r)
      .innerJoin('conversation as c', (join) =>
        join.onRef('c.app', '=', 'r.app').onRef('c.key', '=', 'r.key'),
      )
      .select('c.key'),
  );
  return async (
    tx: Connection,
    app: string,
    cursor: Cursor,
    views: readonly View[],
    { after = '', upTo }: KeyRange,
  ): Promise<readonly Stray[]> => {
    const seen = new Set(views.map(({ key }) => key));
    const keys = Object.entries(cursor).flatMap(([key, [seq]]) =>
      seq > 0 && !seen.has(key) && key > after && (upTo === undefined || key <= upTo) ? [key] : [],
    );
    const known = await find(
      tx,
      keys.map((key) => ({ app, key })),
    );
    const there = new Set(known.map(({ key }) => key));
    // Whether two others talk with each other is nobody's business: of what is there nothing is told.
    return keys.map((key) => ({ key, reset: !there.has(key) }));
  };
};
