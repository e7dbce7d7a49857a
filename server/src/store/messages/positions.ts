import { sql } from 'kysely';
import type { Database } from '../database';
import { prepare, type Connection } from '../prepared';

/**
 * Finds the last message of a conversation that is older than a time, or `floor` if none is. By halving: `ts` increases with
 * `seq` and there are no holes above the floor, so sixteen looks at the primary key do what would take another index, and
 * every message would pay for that one.
 */
export const positionFinder = ({ db }: Database) => {
  const find = prepare<{ conv: number; floor: number; last: number; before: number }, { seq: number }>(
    ({ conv, floor, last, before }) => ({
      compile: () =>
        sql<{ seq: number }>`
          with recursive probe(older, newer) as (
            select cast(${floor} as bigint), cast(${last} as bigint) + 1
            union all
            select case when m.ts < ${before} then m.seq else probe.older end,
                   case when m.ts < ${before} then probe.newer else m.seq end
            from probe join message as m on m.conv = ${conv} and m.seq = (probe.older + probe.newer) / 2
            where probe.newer - probe.older > 1
          )
          select max(older) as seq from probe`.compile(db),
    }),
  );
  return async (
    tx: Connection,
    conversation: { id: number; floor: number; last_seq: number },
    before: number,
  ): Promise<number> => {
    const { id: conv, floor, last_seq: last } = conversation;
    const rows = await find(tx, { conv, floor, last, before });
    return rows[0]?.seq ?? floor;
  };
};
