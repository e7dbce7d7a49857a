import type { Store } from '../ports/store';
import { createPostgresStore } from './postgres/create-postgres-store';
import { createSqliteStore } from './sqlite/create-sqlite-store';

/** Where the data is: in a directory (or `:memory:`) of this process, or in a PostgreSQL database of many. */
export type StoreLocation = { readonly data: string } | { readonly database: string };

/**
 * Opens the store that the location calls for and brings its schema up to date.
 *
 * @throws DataLockedError, DataUnwritableError, DatabaseUnreachableError, MigrationError
 */
export const openStore = async (location: StoreLocation): Promise<Store> =>
  'database' in location
    ? createPostgresStore({ url: location.database })
    : createSqliteStore({ data: location.data });
