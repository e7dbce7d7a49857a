import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect } from 'kysely';
import Libsql from 'libsql';
import type { Store } from '../../ports/store';
import { createStore, type Adapter } from '../create-store';
import { sqlite } from '../dialect';
import { DataUnwritableError } from '../errors';
import type { Schema } from '../schema';
import { openDirectory, type Directory } from './directory';
import { SqliteDriver } from './driver';
import { highWater } from './high-water';

export interface SqliteOptions {
  /** The data directory, created if it is missing; or `:memory:`, which keeps nothing. */
  readonly data: string;
  /** Bytes that the database may grow to; beyond them it fails as it would on a full disk. @default no bound */
  readonly maxBytes?: number | undefined;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

const libsql = (driver: SqliteDriver): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => driver,
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});

/**
 * A store in one file, for one process. A commit is on disk before it is answered.
 *
 * @throws DataLockedError, DataUnwritableError, MigrationError
 */
export const createSqliteStore = async ({ data, maxBytes, now }: SqliteOptions): Promise<Store> => {
  if (data === ':memory:') return openIn(new Libsql(data), { now, watch: () => Promise.resolve(unwatched) });
  const directory = openDirectory(data);
  try {
    return await openIn(openFile(directory, maxBytes), {
      now,
      watch: highWater(directory.file('rxim.mark')),
      released: () => directory.release(),
    });
  } catch (error) {
    directory.release();
    throw error;
  }
};

const unwatched = (): Promise<void> => Promise.resolve();

const openIn = async (
  database: Libsql.Database,
  adapter: Pick<Adapter, 'now' | 'watch' | 'released'>,
): Promise<Store> => {
  const driver = new SqliteDriver(database);
  const db = new Kysely<Schema>({ dialect: libsql(driver) });
  try {
    return await createStore({ ...adapter, db, driver, dialect: sqlite, changes: () => driver.changes });
  } catch (error) {
    await db.destroy();
    throw error;
  }
};

/** SQLite's own numbers. */
const PAGE = 4096;
const MOST_PAGES = 0xfffffffe;

/** With `full` every commit waits for the disk: an acknowledged message survives a power cut, not only a crash. */
const openFile = (directory: Directory, maxBytes = Infinity): Libsql.Database => {
  try {
    const database = new Libsql(directory.file('rxim.db'));
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    const pages = Math.min(maxBytes / PAGE, MOST_PAGES);
    database.exec(`pragma max_page_count = ${Math.floor(pages)}`);
    return database;
  } catch (cause) {
    throw new DataUnwritableError(directory.path, { cause });
  }
};
