import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { PreparedQuery } from '../prepared';

/**
 * Kysely's driver for pg. Like Kysely's own, and two things besides: statements are prepared once a connection, and a
 * connection whose transaction could not be ended is closed instead of being lent to the next one.
 */
export class PostgresDriver implements Driver {
  readonly #connections = new WeakMap<PoolClient, PostgresConnection>();

  constructor(private readonly pool: Pool) {}

  async init(): Promise<void> {
    // The pool connects when it is asked to.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const client = await this.pool.connect();
    const known = this.#connections.get(client);
    if (known !== undefined) return known;
    const connection = new PostgresConnection(client);
    this.#connections.set(client, connection);
    return connection;
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const { isolationLevel = 'read committed', accessMode = 'read write' } = settings;
    await own(connection).client.query(`begin isolation level ${isolationLevel} ${accessMode}`);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await own(connection).client.query('commit');
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const mine = own(connection);
    try {
      await mine.client.query('rollback');
    } catch (error) {
      mine.broken = error instanceof Error ? error : new Error(String(error));
    }
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const { client, broken } = own(connection);
    client.release(broken);
    return Promise.resolve();
  }

  async destroy(): Promise<void> {
    await this.pool.end();
  }
}

class PostgresConnection implements DatabaseConnection {
  /** Why this connection must not be used again. */
  broken: Error | undefined;

  constructor(readonly client: PoolClient) {
    // It may break between two statements, when no query is there to tell; without a listener that would end the process.
    client.on('error', (error) => (this.broken = error));
  }

  async executeQuery<R>(query: CompiledQuery | PreparedQuery): Promise<QueryResult<R>> {
    const { rows, rowCount } = await this.client.query({
      ...('statement' in query ? { name: query.statement } : {}),
      text: query.sql,
      values: [...query.parameters],
    });
    return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) };
  }

  // oxlint-disable-next-line require-yield -- an interface of Kysely that the store has no use for
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    await Promise.reject(new Error('streaming is not supported'));
  }
}

const own = (connection: DatabaseConnection): PostgresConnection => {
  if (connection instanceof PostgresConnection) return connection;
  throw new TypeError('a connection of another driver');
};
