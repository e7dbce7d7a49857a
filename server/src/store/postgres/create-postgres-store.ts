import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type Dialect } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import type { Store } from '../../ports/store';
import { createStore } from '../create-store';
import { postgres } from '../dialect';
import { DatabaseUnreachableError } from '../errors';
import type { Schema } from '../schema';
import { PostgresDriver } from './driver';
import { home } from './home';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; pg's own parameters may follow. */
  readonly url: string;
  /** Connections of this process at the most. Batches wait for each other's conversations anyway. @default 10 */
  readonly connections?: number | undefined;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** Milliseconds for a connection to come about, and for a statement: a database that hangs is a failure like any other. */
const CONNECT = 5_000;
const STATEMENT = 15_000;

/** `seq`, `ts` and counts are 64 bits in the database and far below 2^53. */
const parsers = new TypeOverrides();
parsers.setTypeParser(types.builtins.INT8, Number);

const pg = (driver: PostgresDriver): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => driver,
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

const withoutPassword = (url: string): string => url.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1@');

/**
 * A store that many servers share. A commit is on the primary's disk before it is answered.
 *
 * @throws DatabaseUnreachableError, MigrationError
 */
export const createPostgresStore = async ({
  url,
  connections = 10,
  now,
}: PostgresOptions): Promise<Store> => {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT,
    statement_timeout: STATEMENT,
    keepAlive: true,
    application_name: 'rxim-server',
    types: parsers,
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  // One that breaks in the very moment in which it is handed out is nobody's yet; its first statement tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    (await pool.connect()).release();
  } catch (cause) {
    await pool.end();
    throw new DatabaseUnreachableError(withoutPassword(url), { cause });
  }
  const driver = new PostgresDriver(pool);
  const db = new Kysely<Schema>({ dialect: pg(driver) });
  try {
    return await createStore({ db, driver, dialect: postgres, now, watch: home });
  } catch (error) {
    await db.destroy();
    throw error;
  }
};
