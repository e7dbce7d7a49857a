import { createHash } from 'node:crypto';
import { sql, type CompiledQuery, type Kysely, type RawBuilder } from 'kysely';
import type { Schema } from './schema';

/** A database connection or a transaction on it. */
export type Connection = Kysely<Schema>;

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
export type Prepared<Args, Row> = (on: Connection, args: Args) => Promise<Row[]>;

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

/** A parameter for `Dialect.rows`. */
export const json = (rows: readonly (readonly (string | number | null)[])[]): string => JSON.stringify(rows);
