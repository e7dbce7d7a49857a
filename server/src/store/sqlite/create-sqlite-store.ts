import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect } from 'kysely';
import Libsql from 'libsql';
import type { Store } from '../../ports/store';
import { createStore } from '../create-store';
import { sqlite } from '../dialect';
import type { Schema } from '../schema';
import { openDirectory, type Directory } from './directory';
import { SqliteDriver } from './driver';

export interface SqliteOptions {
  /** The data directory, created if it is missing; or `:memory:`, which keeps nothing. */
  readonly data: string;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

const libsql = (database: Libsql.Database): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new SqliteDriver(database),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});

/**
 * A store in one file, for one process. A commit is on disk before it is answered.
 *
 * @throws DataLockedError, DataUnwritableError, MigrationError
 */
export const createSqliteStore = async ({ data, now }: SqliteOptions): Promise<Store> => {
  const directory = data === ':memory:' ? undefined : openDirectory(data);
  try {
    const database = open(directory);
    const db = new Kysely<Schema>({ dialect: libsql(database) });
    return await createStore({ db, dialect: sqlite, now, released: () => directory?.release() });
  } catch (error) {
    directory?.release();
    throw error;
  }
};

const open = (directory: Directory | undefined): Libsql.Database => {
  const database = new Libsql(directory?.file('rxim.db') ?? ':memory:');
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  return database;
};
