/** What the server keeps, in SQLite or in PostgreSQL. */
export { DatabaseUnreachableError, DataLockedError, DataUnwritableError, MigrationError } from './errors';
export { openStore } from './open-store';
export { createPostgresStore } from './postgres/create-postgres-store';
export { createSqliteStore } from './sqlite/create-sqlite-store';
