import { SYNC_RANGE, type Identity, type SyncAnswer, type SyncRequest } from 'rxim/protocol';
import type { Context } from './context';
import { tooLong } from './failure';
import { missedBy } from './frames';

const USUAL = 200;
const MOST = 500;

/** What `self` has missed since the positions in the request's cursor (PROTOCOL.md, "Sync"). */
export const sync = async (
  { store }: Pick<Context, 'store'>,
  app: string,
  self: Identity,
  { cursor, after, upTo, limit = USUAL }: SyncRequest,
): Promise<SyncAnswer> => {
  if (cursor !== null && Object.keys(cursor).length > SYNC_RANGE) {
    throw tooLong(`cursor expected at most ${SYNC_RANGE} conversations`);
  }
  const synced = await store.messages.sync(app, self, { cursor, after, upTo, limit: Math.min(limit, MOST) });
  return {
    messages: synced.messages.map((row) => ({ conv: row.conv, event: missedBy(self, row) })),
    cursor: synced.cursor,
    ...(synced.lost.length > 0 && { lost: synced.lost }),
    more: synced.more,
  };
};
