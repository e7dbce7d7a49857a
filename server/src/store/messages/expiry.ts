import { sql } from 'kysely';
import type { MessageStore } from '../../ports/store';
import type { Database } from '../database';
import type { Connection } from '../prepared';
import { Keep } from '../schema';

/** How long a `cid` is remembered at the least: as long as an outbox keeps repeating it. */
const CID_LIFE = 24 * 60 * 60 * 1000;
/** Messages that are deleted in one transaction: few enough that sends do not have to wait noticeably. */
const CHUNK = 2000;

interface Conversation {
  readonly id: number;
  readonly last_seq: number;
  readonly floor: number;
}

/**
 * Messages go from the oldest on, and `floor` tells how far they are gone. What carries a `cid` and is younger than a day leaves
 * a husk that answers repeats; husks go in the same way.
 */
export const createExpiry = (database: Database): Pick<MessageStore, 'wipe' | 'prune'> => {
  const lock = async (tx: Connection, id: number): Promise<Conversation | undefined> =>
    tx
      .selectFrom('conversation')
      .where('id', '=', id)
      .select(['id', 'last_seq', 'floor'])
      .$if(database.dialect.rowLocks, (query) => query.forUpdate())
      .executeTakeFirst();

  return {
    wipe: async (app, key) => {
      const conversation = await database.once((db) =>
        db
          .selectFrom('conversation')
          .where('app', '=', app)
          .where('key', '=', key)
          .select('id')
          .executeTakeFirst(),
      );
      if (conversation === undefined) return;
      const { id } = conversation;
      // Unreadable at once, then deleted piece by piece.
      await database.write(async (tx) => {
        const locked = await lock(tx, id);
        if (locked === undefined) return;
        await settle(tx, id, locked.last_seq);
      });
      let above: number | undefined = 0;
      while (above !== undefined) {
        const from: number = above;
        above = await database.write(async (tx) => {
          const locked = await lock(tx, id);
          if (locked === undefined) return undefined;
          const { next } = await sweep(tx, id, {
            above: from,
            floor: locked.floor,
            now: database.now(),
            most: CHUNK,
          });
          await settle(tx, id, locked.floor);
          return next;
        });
        await breathe();
      }
    },

    prune: async (before, limit) => {
      let handled = 0;
      while (handled < limit) {
        const now = database.now();
        const due = { ...before, husk: now - CID_LIFE };
        const candidate = await database.once((db) => oldest(db, due));
        if (candidate === undefined) break;
        const most = Math.min(CHUNK, limit - handled);
        handled += await database.write(async (tx) => {
          const conversation = await lock(tx, candidate);
          if (conversation === undefined) return 0;
          const husks = await sweep(tx, candidate, { above: 0, floor: conversation.floor, now, most });
          const left = most - husks.rows;
          const floor = await expired(tx, conversation, before, left);
          const { rows } = await sweep(tx, candidate, { above: conversation.floor, floor, now, most: left });
          await settle(tx, candidate, floor, due);
          return husks.rows + rows;
        });
        await breathe();
      }
      return handled;
    },
  };
};

/** Lets sockets and timers have their turn. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What is older than this has outlived its time. */
type Before = Parameters<MessageStore['prune']>[0];
type Due = Before & { readonly husk: number };

const dueOf = (keep: Keep, due: Due): number =>
  keep === Keep.Husk ? due.husk : keep === Keep.Long ? due.long : due.usual;

/** A conversation whose oldest row is due. */
const oldest = async (db: Connection, due: Due): Promise<number | undefined> => {
  for (const keep of Object.values(Keep)) {
    const ts = dueOf(keep, due);
    const row = await db
      .selectFrom('conversation')
      .where('oldest_keep', '=', keep)
      .where('oldest_ts', '<', ts)
      .select('id')
      .orderBy('oldest_ts')
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined) return row.id;
  }
  return undefined;
};

/** The floor after what has expired, at most `most` messages further. */
const expired = async (
  tx: Connection,
  { id, last_seq, floor }: Conversation,
  before: Before,
  most: number,
): Promise<number> => {
  const end = Math.min(last_seq, floor + most);
  const { seq } = await tx
    .selectFrom('message')
    .where('conv', '=', id)
    .where('seq', '>', floor)
    .where('seq', '<=', end)
    .where((row) =>
      row.or([
        row.and([row('keep', '=', Keep.Usual), row('ts', '>=', before.usual)]),
        row.and([row('keep', '=', Keep.Long), row('ts', '>=', before.long)]),
      ]),
    )
    .select((row) => row.fn.min<number | null>('seq').as('seq'))
    .executeTakeFirstOrThrow();
  return seq === null ? end : seq - 1;
};

/** Deletes rows up to `floor`, or empties them where their `cid` must be remembered. `next`: where to go on from. */
const sweep = async (
  tx: Connection,
  id: number,
  { above, floor, now, most }: { above: number; floor: number; now: number; most: number },
): Promise<{ rows: number; next: number | undefined }> => {
  const first = await firstRow(tx, id, above);
  if (first === undefined || first.seq > floor) return { rows: 0, next: undefined };
  const end = Math.min(floor, first.seq + most - 1);
  const deleted = await tx
    .deleteFrom('message')
    .where('conv', '=', id)
    .where('seq', '>=', first.seq)
    .where('seq', '<=', end)
    .where((row) => row.or([row('cid', 'is', null), row('ts', '<', now - CID_LIFE)]))
    .executeTakeFirstOrThrow();
  const emptied = await tx
    .updateTable('message')
    .set({ payload: null })
    .where('conv', '=', id)
    .where('seq', '>=', first.seq)
    .where('seq', '<=', end)
    .where('payload', 'is not', null)
    .executeTakeFirstOrThrow();
  const rows = Number(deleted.numDeletedRows + emptied.numUpdatedRows);
  return { rows, next: end < floor ? end : undefined };
};

const firstRow = async (tx: Connection, conv: number, above: number) =>
  tx
    .selectFrom('message')
    .where('conv', '=', conv)
    .where('seq', '>', above)
    .select(['seq', 'ts', 'keep'])
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();

/**
 * Writes down what is gone, and which row is due next: the oldest, or if that is a husk, which may have to outlive messages,
 * the oldest message if its time comes first.
 */
const settle = async (tx: Connection, id: number, floor: number, due?: Due): Promise<void> => {
  const first = await firstRow(tx, id, 0);
  let next = first;
  if (first !== undefined && first.seq <= floor) {
    next = { ...first, keep: Keep.Husk };
    const message = due && (await firstRow(tx, id, floor));
    if (message && message.ts - dueOf(message.keep, due) < first.ts - due.husk) next = message;
  }
  await tx
    .updateTable('conversation')
    .set({
      floor: sql`case when floor > ${floor} then floor else ${floor} end`,
      oldest_ts: next?.ts ?? null,
      oldest_keep: next?.keep ?? null,
    })
    .where('id', '=', id)
    .execute();
};
