import { createHash } from 'node:crypto';
import {
  sql,
  type AliasedRawBuilder,
  type CompiledQuery,
  type Kysely,
  type QueryResult,
  type RawBuilder,
} from 'kysely';
import type { Columns, Dialect, RowOf } from './dialect';
import type { Schema } from './schema';

/** A database connection or a transaction on it. */
export type Connection = Kysely<Schema>;

/** What runs a query that is compiled: such a connection, or one of the driver. */
export interface Executor {
  executeQuery<R>(query: CompiledQuery<R>): Promise<QueryResult<R>>;
}

class Placeholder {
  constructor(readonly name: string) {}
}

type Params<Args> = { readonly [K in keyof Args]: RawBuilder<Args[K]> };

/** What a driver may prepare once and keep: there are only so many of them. */
export interface PreparedQuery extends CompiledQuery {
  /** Names the statement; PostgreSQL allows 63 bytes, so its text cannot. */
  readonly statement: string;
}

const nameOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A query that was compiled once, with its arguments left open. */
export type Prepared<Args, Row> = (on: Executor, args: Args) => Promise<Row[]>;

/**
 * Compiles a query once. Building and compiling costs more than SQLite takes to answer, and these queries stand in the way of
 * every message.
 */
export const prepare = <Args extends Record<string, string | number | null>, Row = unknown>(
  build: (params: Params<Args>) => { compile(): CompiledQuery<Row> },
): Prepared<Args, Row> => {
  const params = new Proxy({} as Params<Args>, {
    get: (_, name: string) => sql`${new Placeholder(name)}`,
  });
  const query = build(params).compile();
  const compiled: PreparedQuery = { ...query, statement: nameOf(query.sql) };
  return async (on, args) => {
    const parameters = compiled.parameters.map((value) =>
      value instanceof Placeholder ? args[value.name] : value,
    );
    const { rows } = await on.executeQuery({ ...compiled, parameters });
    return rows as Row[];
  };
};

/** A query over a batch of rows. It is one statement however many there are, and none if there is none. */
export type PreparedBatch<C extends Columns, Row> = (
  on: Executor,
  rows: readonly Readonly<RowOf<C>>[],
) => Promise<Row[]>;

/**
 * Compiles a query over a table `r` of rows that are handed in. Many rows travel as one parameter; a single one, the usual case,
 * as one parameter a column: there is no JSON to write and to read.
 */
export const prepareBatch = <C extends Columns, Row = unknown>(
  { dialect }: { readonly dialect: Dialect },
  columns: C,
  build: (r: AliasedRawBuilder<RowOf<C>, 'r'>) => { compile(): CompiledQuery<Row> },
): PreparedBatch<C, Row> => {
  const names = Object.keys(columns);
  const single = prepare<RowOf<C>, Row>((params) => build(singleRow(columns, params)));
  const many = prepare<{ rows: string }, Row>(({ rows }) => build(dialect.rows(rows, columns)));
  return async (on, rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    if (rows.length === 1) return single(on, first);
    return many(on, { rows: JSON.stringify(rows.map((row) => names.map((name) => row[name]))) });
  };
};

const singleRow = <C extends Columns>(
  columns: C,
  params: Params<RowOf<C>>,
): AliasedRawBuilder<RowOf<C>, 'r'> => {
  const list = Object.entries(columns).map(
    ([name, type]) =>
      sql`cast(${params[name]} as ${type === 'text' ? sql`text` : sql`bigint`}) as ${sql.ref(name)}`,
  );
  return sql<RowOf<C>>`(select ${sql.join(list)})`.as('r');
};
