import {
  sql,
  type AliasedRawBuilder,
  type ColumnDataType,
  type Expression,
  type Kysely,
  type RawBuilder,
} from 'kysely';
import type { Schema } from './schema';

interface SqlTypes {
  text: string;
  integer: number;
}

export type Columns = Readonly<Record<string, keyof SqlTypes>>;

/** What rows of a parameter look like to a query; JSON null is NULL. */
export type RowOf<C extends Columns> = { [K in keyof C]: SqlTypes[C[K]] | null };

/** Everything in which the two databases differ. All else is written once. */
export interface Dialect {
  /**
   * One JSON parameter, an array of arrays, as a table `r`. So a batch of any size is one statement with one text, which is
   * compiled and prepared once.
   */
  rows<C extends Columns>(json: Expression<string>, columns: C): AliasedRawBuilder<RowOf<C>, 'r'>;
  /**
   * Where a statement more costs less than reading JSON: numbers of rows, from the greatest to 1, that statements are prepared for with
   * a parameter a column. A batch may be split into these if its rows have nothing to do with each other.
   */
  readonly sizes?: readonly number[];
  /** Whether rows must be locked: on SQLite whoever writes holds the whole database. */
  readonly rowLocks: boolean;
  readonly types: {
    readonly id: RawBuilder<unknown>;
    /** Text that compares by code unit, as the protocol's sorted keys do. */
    readonly text: ColumnDataType | RawBuilder<unknown>;
    readonly double: ColumnDataType;
  };
  /** A transaction whose commit does not wait for the disk. It is there for all who read, and gone after a power cut at worst. */
  relaxed<T>(db: Kysely<Schema>, work: (tx: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** Put behind `create table` to keep the rows in their primary key. */
  readonly clustered: RawBuilder<unknown>;
  /** What went wrong with a statement or a connection. */
  classify(error: unknown): Failure;
}

export type Failure =
  /** Another transaction was in the way; this one was undone and may be run again. */
  | 'conflict'
  /** The database was given a value that it cannot hold. */
  | 'invalid'
  | 'failed';

const table = <C extends Columns>(
  source: RawBuilder<unknown>,
  columns: C,
  cast: (column: RawBuilder<unknown>, type: keyof SqlTypes) => RawBuilder<unknown>,
): AliasedRawBuilder<RowOf<C>, 'r'> => {
  const list = Object.entries(columns).map(
    ([name, type], i) => sql`${cast(sql`value->>${sql.lit(i)}`, type)} as ${sql.ref(name)}`,
  );
  return sql<RowOf<C>>`(select ${sql.join(list)} from ${source})`.as('r');
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

// https://www.sqlite.org/rescode.html
const TAKEN = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);

export const sqlite: Dialect = {
  rows: (json, columns) => table(sql`json_each(${json})`, columns, (column) => column),
  sizes: [64, 16, 4, 1],
  rowLocks: false,
  types: { id: sql`integer primary key autoincrement`, text: 'text', double: 'real' },
  relaxed: (db, work) =>
    db.connection().execute(async (held) => {
      await sql`pragma synchronous = normal`.execute(held);
      try {
        return await held.transaction().execute(work);
      } finally {
        await sql`pragma synchronous = full`.execute(held);
      }
    }),
  clustered: sql`without rowid`,
  // Nobody else is in the way, but a `cid` that was taken for a new one may be known.
  classify: (error) => (TAKEN.has(codeOf(error)) ? 'conflict' : 'failed'),
};

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const CONFLICT = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation: somebody inserted the same row between our look and our insert
]);

export const postgres: Dialect = {
  rows: (json, columns) =>
    table(sql`json_array_elements(${json}::json)`, columns, (column, type) =>
      type === 'integer' ? sql`(${column})::bigint` : column,
    ),
  rowLocks: true,
  types: {
    id: sql`bigint generated always as identity primary key`,
    text: sql`text collate "C"`,
    double: 'double precision',
  },
  relaxed: (db, work) =>
    db.transaction().execute(async (tx) => {
      await sql`set local synchronous_commit = off`.execute(tx);
      return work(tx);
    }),
  clustered: sql``,
  classify: (error) => {
    const code = codeOf(error);
    if (CONFLICT.has(code)) return 'conflict';
    return code.startsWith('22') ? 'invalid' : 'failed';
  },
};
