import { sql } from 'kysely';
import { ErrorCode } from 'rxim/protocol';
import { StoreError, type Search } from '../../ports/store';
import type { Connection } from '../prepared';
import type { EntityKind } from '../schema';

/** Rows of one answer, whatever was asked for. */
const MOST = 100;

/**
 * Ids of the entities that match, in order. Every condition and the first sort key is a range of an index. What lacks a sort
 * key comes last; without any condition it does not come at all, since finding it would mean to look at everything.
 */
export const search = async (
  db: Connection,
  app: string,
  kind: EntityKind,
  { where, sort, skip, limit }: Search,
): Promise<string[]> => {
  if (!(skip >= 0) || !(limit >= 0)) {
    throw new StoreError(ErrorCode.InvalidArgument, 'skip and limit count from 0');
  }
  const conditions = Object.entries(where);
  const keys = sort.map((key) => ({ name: key.replace(/^-/, ''), descending: key.startsWith('-') }));

  const [driver, ...others] = conditions;
  let from = sql`entity as e`;
  const also = [sql`e.app = ${app}`, sql`e.kind = ${kind}`];
  if (driver !== undefined) {
    from = sql`attribute as e`;
    also.push(sql`e.name = ${driver[0]}`, sql`e.value = ${driver[1]}`);
  } else if (keys[0] !== undefined) {
    from = sql`attribute as e`;
    also.push(sql`e.name = ${keys[0].name}`);
  }
  for (const [name, value] of others) {
    also.push(
      sql`exists (select 1 from attribute as a where a.app = ${app} and a.kind = ${kind} and a.id = e.id and a.name = ${name} and a.value = ${value})`,
    );
  }

  const joins = keys.map(({ name }, i) =>
    driver === undefined && i === 0
      ? sql``
      : sql`left join attribute as ${sql.ref(`s${i}`)} on ${sql.ref(`s${i}.app`)} = ${app} and ${sql.ref(`s${i}.kind`)} = ${kind} and ${sql.ref(`s${i}.id`)} = e.id and ${sql.ref(`s${i}.name`)} = ${name}`,
  );
  const order = keys.flatMap(({ descending }, i) => {
    const direction = descending ? sql`desc` : sql`asc`;
    if (driver === undefined && i === 0) return [sql`e.number ${direction}`, sql`e.value ${direction}`];
    const [id, number, value] = ['id', 'number', 'value'].map((column) => sql.ref(`s${i}.${column}`));
    return [sql`${id} is null`, sql`${number} ${direction}`, sql`${value} ${direction}`];
  });
  order.push(driver === undefined && keys[0]?.descending === true ? sql`e.id desc` : sql`e.id`);

  const { rows } = await sql<{ id: string }>`
    select e.id from ${from} ${sql.join(joins, sql` `)}
    where ${sql.join(also, sql` and `)}
    order by ${sql.join(order)}
    limit ${sql.lit(Math.min(Math.trunc(limit), MOST))} offset ${sql.lit(Math.trunc(skip))}`.execute(db);
  return rows.map(({ id }) => id);
};
