import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely';
import type { Database, Statement } from 'libsql';
import { mayChangeAnswers } from './changes';

/** Prepared statements that are kept; the store's own queries are fewer. */
const STATEMENTS = 256;

/**
 * Kysely's driver for libsql. One connection, which transactions take in turns, so that they never mix on it. Statements are
 * prepared once. Everything happens in this thread: a statement takes microseconds, a thread's mailbox takes more.
 */
export class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection;
  #last: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(private readonly database: Database) {
    this.#connection = new SqliteConnection(database);
  }

  /** Counts whatever may have changed an answer that `append` remembers. */
  get changes(): number {
    return this.#connection.changes;
  }

  async init(): Promise<void> {
    // The database is open already.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last;
    let release = (): void => undefined;
    this.#last = new Promise((resolve) => (release = resolve));
    await before;
    this.#release = release;
    return this.#connection;
  }

  async beginTransaction(_: DatabaseConnection, { accessMode }: TransactionSettings): Promise<void> {
    this.#connection.control(accessMode === 'read only' ? 'begin' : 'begin immediate');
    return Promise.resolve();
  }

  async commitTransaction(): Promise<void> {
    this.#connection.control('commit');
    return Promise.resolve();
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection.changes += 1;
    // SQLite has already rolled back by itself after some failures, a full disk among them.
    if (this.database.inTransaction) this.database.exec('rollback');
    return Promise.resolve();
  }

  async releaseConnection(): Promise<void> {
    this.#release();
    return Promise.resolve();
  }

  async destroy(): Promise<void> {
    await this.#last;
    this.#connection.forget();
    // libsql closes when the last statement was collected, whenever that is. What a copy of the file must have is in it now.
    try {
      this.database.exec('pragma wal_checkpoint(truncate)');
    } finally {
      this.database.close();
    }
  }
}

class SqliteConnection implements DatabaseConnection {
  changes = 0;
  readonly #statements = new Map<string, Prepared>();

  constructor(private readonly database: Database) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (sql.startsWith('pragma')) {
      // Some take effect when they are prepared, which would be once.
      this.database.exec(sql);
      return Promise.resolve({ rows: [] });
    }
    const { statement, answers, mayChange } = this.#prepare(sql);
    if (mayChange) this.changes += 1;
    const values = parameters.map(bindable);
    // `all` runs a statement to its end; `get` would leave it open, and with it what it read.
    if (answers) return Promise.resolve({ rows: statement.all(values) as R[] });
    const { changes } = statement.run(values);
    return Promise.resolve({ rows: [], numAffectedRows: BigInt(changes) });
  }

  /** Runs what begins or ends a transaction; `exec` would compile it each time. */
  control(text: string): void {
    this.#prepare(text).statement.run([]);
  }

  // oxlint-disable-next-line require-yield -- an interface of Kysely that the store has no use for
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    await Promise.reject(new Error('streaming is not supported'));
  }

  forget(): void {
    this.#statements.clear();
  }

  #prepare(text: string): Prepared {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.database.prepare(text);
    const prepared = {
      statement,
      answers: statement.columns().length > 0,
      mayChange: mayChangeAnswers(text),
    };
    if (this.#statements.size >= STATEMENTS) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    this.#statements.set(text, prepared);
    return prepared;
  }
}

interface Prepared {
  readonly statement: Statement;
  readonly answers: boolean;
  readonly mayChange: boolean;
}

/** libsql ends the process over a value of another type. */
const bindable = (value: unknown): string | number | bigint | null => {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      if (value === null || value === undefined) return null;
      throw new TypeError(`SQLite cannot hold a value of type ${typeof value}`);
  }
};
