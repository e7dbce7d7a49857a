import { ErrorCode } from 'rxim/protocol';
import { StoreError, type MessageStore, type StoredMessage } from '../../ports/store';
import type { Database } from '../database';
import { memberName } from '../members';
import type { Connection } from '../prepared';
import { positionFinder } from './positions';
import { COLUMNS, toMessage } from './rows';

/** Messages of one answer, whatever was asked for. */
const MOST = 1000;

interface Interval {
  readonly from: number;
  readonly to: number;
}

export const createHistory = (database: Database): MessageStore['history'] => {
  const lastBefore = positionFinder(database);

  return async (app, key, { before, limit }, reader) =>
    database.read(async (tx) => {
      await requireGroup(tx, app, key);
      const conversation = await tx
        .selectFrom('conversation')
        .where('app', '=', app)
        .where('key', '=', key)
        .select(['id', 'last_seq', 'last_ts', 'floor'])
        .executeTakeFirst();
      if (conversation === undefined) return [];
      const { id: conv, last_seq, last_ts, floor } = conversation;
      const end =
        before === undefined || before > last_ts ? last_seq : await lastBefore(tx, conversation, before);
      const visible =
        reader === undefined ? [{ from: 0, to: end }] : await intervals(tx, conv, memberName(reader), end);

      // The newest interval first: it usually fills the page.
      const newest: StoredMessage[] = [];
      for (const { from, to } of visible) {
        const wanted = Math.min(limit, MOST) - newest.length;
        if (wanted <= 0) break;
        const rows = await tx
          .selectFrom('message as m')
          .where('m.conv', '=', conv)
          .where('m.seq', '>', Math.max(from, floor))
          .where('m.seq', '<=', to)
          .select(COLUMNS)
          .orderBy('m.seq', 'desc')
          .limit(wanted)
          .execute();
        newest.push(...rows.map((row) => toMessage(key, row)));
      }
      return newest.reverse();
    });
};

/** A group that was dissolved has no history any more. */
const requireGroup = async (tx: Connection, app: string, key: string): Promise<void> => {
  if (!key.startsWith('g:')) return;
  const id = key.slice(2);
  const group = await tx
    .selectFrom('entity')
    .where('app', '=', app)
    .where('kind', '=', 'group')
    .where('id', '=', id)
    .select('id')
    .executeTakeFirst();
  if (group === undefined) throw new StoreError(ErrorCode.NotFound, `there is no group ${id}`);
};

const intervals = async (tx: Connection, conv: number, member: string, end: number): Promise<Interval[]> => {
  const rows = await tx
    .selectFrom('participant')
    .where('conv', '=', conv)
    .where('member', '=', member)
    .where('joined_seq', '<', end)
    .select(['joined_seq', 'left_seq'])
    .orderBy('joined_seq', 'desc')
    .execute();
  return rows.map(({ joined_seq, left_seq }) => ({ from: joined_seq, to: Math.min(left_seq ?? end, end) }));
};
