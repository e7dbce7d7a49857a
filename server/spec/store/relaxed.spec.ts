import { Kysely, PostgresDialect, sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import Libsql from 'libsql';
import { Pool } from 'pg';
import { postgres, sqlite } from '../../src/store/dialect';
import type { Connection } from '../../src/store/prepared';
import type { Schema } from '../../src/store/schema';
import { SqliteDriver } from '../../src/store/sqlite/driver';
import { postgresAvailable, startPostgres } from '../support/postgres';

const valueOf = async (on: Connection, query: string): Promise<unknown> => {
  const { rows } = await sql.raw<{ value: unknown }>(query).execute(on);
  return rows[0]?.value;
};

describe('A relaxed transaction does not wait for the disk, and the next one does', () => {
  it('over SQLite, after a failure too', async () => {
    const database = new Libsql(':memory:');
    database.exec('pragma synchronous = full');
    const db = new Kysely<Schema>({
      dialect: {
        createAdapter: () => new SqliteAdapter(),
        createDriver: () => new SqliteDriver(database),
        createIntrospector: (of) => new SqliteIntrospector(of),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    });
    const synchronous = (on: Connection) =>
      valueOf(on, 'select synchronous as value from pragma_synchronous');
    const [normal, full] = [1, 2];
    for (let i = 0; i < 2; i++) {
      const others = [sqlite.relaxed(db, synchronous), db.transaction().execute(synchronous)];
      expect(await Promise.all(others)).toEqual([normal, full]);
    }
    const failed = sqlite.relaxed(db, () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    expect(await synchronous(db)).toBe(full);
    await db.destroy();
  });

  (postgresAvailable() ? it : it.skip)('over PostgreSQL', async () => {
    const server = startPostgres();
    const pool = new Pool({ connectionString: await server.createDatabase(), max: 1 });
    const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
    const waits = (on: Connection) => valueOf(on, `select current_setting('synchronous_commit') as value`);
    expect(await postgres.relaxed(db, waits)).toBe('off');
    expect(await waits(db)).toBe('on');
    await db.destroy();
    server.stop();
  });
});
