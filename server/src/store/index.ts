/** What the server keeps, in SQLite or in PostgreSQL. */
export { DatabaseUnreachableError, DataLockedError, DataUnwritableError, MigrationError } from './errors';
export { openStore, type StoreLocation } from './open-store';
export { createPostgresStore, type PostgresOptions } from './postgres/create-postgres-store';
export { createSqliteStore, type SqliteOptions } from './sqlite/create-sqlite-store';
