import type { DatabaseConnection, Driver, Kysely } from 'kysely';
import { ErrorCode } from 'rxim/protocol';
import { StoreError } from '../ports/store';
import type { Dialect } from './dialect';
import type { Connection, Executor } from './prepared';
import type { Schema } from './schema';

/** How often a transaction is run again that was in another one's way. */
const ATTEMPTS = 10;

/** The database as the queries see it: transactions that end in a result or in a `StoreError`. */
export class Database {
  /** How many transactions may have changed something, for those who want to know whether any did. */
  writes = 0;

  constructor(
    readonly db: Kysely<Schema>,
    private readonly driver: Driver,
    readonly dialect: Dialect,
    /** Milliseconds since 1970. */
    readonly now: () => number = Date.now,
    /** Counts what may have changed an answer that `append` remembers; undefined where other processes write too. */
    readonly changes?: () => number,
  ) {}

  /** Statements that see one state of the database. */
  async read<T>(work: (tx: Connection) => Promise<T>): Promise<T> {
    const transaction = this.db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read');
    return this.#attempt(() => transaction.execute(work));
  }

  /** A transaction; `work` may run several times, and only its last run counts. */
  async write<T>(work: (tx: Connection) => Promise<T>): Promise<T> {
    this.writes += 1;
    return this.#attempt(() => this.db.transaction().execute(work));
  }

  /**
   * The same for statements that are prepared, all of them: straight on the driver, since what Kysely does about a transaction and
   * a query that it need not build takes as long as SQLite takes to answer.
   */
  async writePrepared<T>(work: (tx: Executor) => Promise<T>): Promise<T> {
    this.writes += 1;
    return this.#attempt(async () => {
      const connection = await this.driver.acquireConnection();
      try {
        await this.driver.beginTransaction(connection, {});
        return await this.#committed(connection, work);
      } finally {
        await this.driver.releaseConnection(connection);
      }
    });
  }

  /** The same for what is harmless to lose in a power cut, though not in a crash: it costs no wait for the disk. */
  async note<T>(work: (tx: Connection) => Promise<T>): Promise<T> {
    this.writes += 1;
    return this.#attempt(() => this.dialect.relaxed(this.db, work));
  }

  /** A single statement. */
  async once<T>(work: (db: Connection) => Promise<T>): Promise<T> {
    return this.#attempt(() => work(this.db));
  }

  async #committed<T>(connection: DatabaseConnection, work: (tx: Executor) => Promise<T>): Promise<T> {
    try {
      const result = await work(connection);
      await this.driver.commitTransaction(connection);
      return result;
    } catch (error) {
      await this.driver.rollbackTransaction(connection);
      throw error;
    }
  }

  async #attempt<T>(run: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        if (error instanceof StoreError) throw error;
        const failure = this.dialect.classify(error);
        if (failure !== 'conflict' || attempt === ATTEMPTS) throw storeError(failure, error);
        // Who is alone waits for nobody.
        if (this.dialect.rowLocks) await pause(Math.random() * 5 * attempt);
      }
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const storeError = (failure: string, cause: unknown): StoreError => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return failure === 'invalid'
    ? new StoreError(ErrorCode.InvalidArgument, `the database cannot hold this value: ${reason}`, { cause })
    : new StoreError(ErrorCode.Database, 'the database failed', { cause });
};
