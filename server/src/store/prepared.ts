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
  constructor(readonly key: string) {}
}

type Value = string | number | null;
/** By name, or by position. */
type Arguments = Readonly<Record<string, Value>> | readonly Value[];

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
 * Compiles a query when it is needed first, and then never again. Building and compiling costs more than SQLite takes to answer, and
 * these queries stand in the way of every message.
 */
export const prepare = <Args extends Arguments, Row = unknown>(
  build: (params: Params<Args>) => { compile(): CompiledQuery<Row> },
): Prepared<Args, Row> => {
  const params = new Proxy({} as Params<Args>, {
    get: (_, key: string) => sql`${new Placeholder(key)}`,
  });
  let bind: ((args: Arguments) => PreparedQuery) | undefined;
  return async (on, args) => {
    bind ??= binder(build(params).compile());
    const { rows } = await on.executeQuery(bind(args));
    return rows as Row[];
  };
};

/** Puts arguments in their places. A batch has hundreds, so where they are is found out once. */
const binder = ({ query, queryId, sql, parameters }: CompiledQuery) => {
  const statement = nameOf(sql);
  const places = parameters.map((value) => (value instanceof Placeholder ? placeOf(value.key) : undefined));
  return (args: Arguments): PreparedQuery => {
    const values = places.map((place, i) =>
      place === undefined ? parameters[i] : args[place as keyof Arguments],
    );
    return { query, queryId, sql, parameters: values, statement };
  };
};

/** An argument's name, or its position as the number that it is. */
const placeOf = (key: string): string | number => (/^\d+$/.test(key) ? Number(key) : key);

/** A query over a batch of rows; none if there are no rows. */
export type PreparedBatch<C extends Columns, Row> = (
  on: Executor,
  rows: readonly Readonly<RowOf<C>>[],
) => Promise<Row[]>;

/** A query over a table `r` of rows. */
type Build<C extends Columns, Row> = (r: AliasedRawBuilder<RowOf<C>, 'r'>) => {
  compile(): CompiledQuery<Row>;
};

/**
 * Prepares a query over rows that are handed in, one statement however many there are. Many rows travel as one parameter; a single
 * one, the usual case, as one parameter a column: there is no JSON to write and to read.
 */
export const prepareBatch = <C extends Columns, Row = unknown>(
  { dialect }: { readonly dialect: Dialect },
  columns: C,
  build: Build<C, Row>,
): PreparedBatch<C, Row> => {
  const valuesOf = valuesIn(columns);
  const single = prepare<readonly Value[], Row>((params) => build(singleRow(columns, params)));
  const many = prepare<readonly [string], Row>((params) => build(dialect.rows(params[0], columns)));
  return async (on, rows) => {
    if (rows.length === 0) return [];
    return rows.length === 1
      ? single(on, valuesOf(rows))
      : many(on, [JSON.stringify(rows.map((row) => valuesOf([row])))]);
  };
};

/**
 * The same for rows that have nothing to do with each other, in a transaction: where it is faster, a batch is several statements, none
 * of which has JSON to read.
 */
export const prepareSplit = <C extends Columns, Row = unknown>(
  database: { readonly dialect: Dialect },
  columns: C,
  build: Build<C, Row>,
): PreparedBatch<C, Row> => {
  const { sizes } = database.dialect;
  if (sizes === undefined) return prepareBatch(database, columns, build);
  const valuesOf = valuesIn(columns);
  const parts = sizes.map((size) => ({
    size,
    run: prepare<readonly Value[], Row>((params) =>
      build(size === 1 ? singleRow(columns, params) : severalRows(size, columns, params)),
    ),
  }));
  const partFor = (left: number): (typeof parts)[number] => {
    const part = parts.find(({ size }) => size <= left);
    if (part === undefined) throw new RangeError(`there is no statement for ${left} rows`);
    return part;
  };
  return async (on, rows) => {
    const answers: Row[] = [];
    for (let at = 0; at < rows.length;) {
      const { size, run } = partFor(rows.length - at);
      answers.push(...(await run(on, valuesOf(rows.slice(at, at + size)))));
      at += size;
    }
    return answers;
  };
};

const valuesIn = <C extends Columns>(columns: C): ((rows: readonly Readonly<RowOf<C>>[]) => Value[]) => {
  const names = Object.keys(columns);
  return (rows) => {
    const values: Value[] = [];
    for (const row of rows) for (const name of names) values.push(row[name] ?? null);
    return values;
  };
};

/** One row, whose parameters have types. */
const singleRow = <C extends Columns>(
  columns: C,
  params: Params<readonly Value[]>,
): AliasedRawBuilder<RowOf<C>, 'r'> => {
  const list = Object.entries(columns).map(
    ([name, type], i) =>
      sql`cast(${params[i]} as ${type === 'text' ? sql`text` : sql`bigint`}) as ${sql.ref(name)}`,
  );
  return sql<RowOf<C>>`(select ${sql.join(list)})`.as('r');
};

/** Several; the database names their columns `column1` and so on. */
const severalRows = <C extends Columns>(
  size: number,
  columns: C,
  params: Params<readonly Value[]>,
): AliasedRawBuilder<RowOf<C>, 'r'> => {
  const entries = Object.entries(columns);
  const list = entries.map(([name, type], i) => {
    const column = sql.ref(`column${i + 1}`);
    return sql`${type === 'text' ? column : sql`cast(${column} as bigint)`} as ${sql.ref(name)}`;
  });
  const rows = Array.from(
    { length: size },
    (_, at) => sql`(${sql.join(entries.map((__, i) => params[at * entries.length + i]))})`,
  );
  return sql<RowOf<C>>`(select ${sql.join(list)} from (values ${sql.join(rows)}))`.as('r');
};
