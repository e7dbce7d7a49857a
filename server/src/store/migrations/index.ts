import { Migrator, type Kysely, type Migration } from 'kysely';
import type { Dialect } from '../dialect';
import { MigrationError } from '../errors';
import type { Schema } from '../schema';
import { accounts } from './accounts';
import { bans } from './bans';
import { initial } from './initial';
import { push } from './push';
import { readPositions } from './read-positions';

const migrations = (dialect: Dialect): Record<string, Migration> => ({
  '0001-initial': initial(dialect),
  '0002-read-positions': readPositions,
  '0003-accounts': accounts(dialect),
  '0004-push': push(dialect),
  '0005-bans': bans,
});

/** Brings the database to this server's schema; of several processes that start at once, one does it. */
export const migrate = async (db: Kysely<Schema>, dialect: Dialect): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => Promise.resolve(migrations(dialect)) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
  const reason = error instanceof Error ? error.message : 'unknown';
  throw new MigrationError(
    failed === undefined
      ? `the database has another schema: ${reason}`
      : `migration ${failed} failed: ${reason}`,
    { cause: error },
  );
};
