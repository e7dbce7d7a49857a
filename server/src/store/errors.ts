/** The data directory is in use by another process. */
export class DataLockedError extends Error {
  override readonly name = 'DataLockedError';
  constructor(
    readonly directory: string,
    /** Of the process that has it, if it could be told. */
    readonly pid: number | undefined,
  ) {
    const holder = pid === undefined ? 'another process' : `process ${pid}`;
    super(`the data directory ${directory} is in use by ${holder}`);
  }
}

/** The data directory cannot be created, or it or the database in it cannot be written to. */
export class DataUnwritableError extends Error {
  override readonly name = 'DataUnwritableError';
  constructor(
    readonly directory: string,
    options: { readonly cause: unknown },
  ) {
    const { cause } = options;
    super(
      `the data directory ${directory} is not writable: ${cause instanceof Error ? cause.message : String(cause)}`,
      options,
    );
  }
}

/** The database could not be brought to the schema of this server. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The database server cannot be reached, or does not let us in. */
export class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError';
  constructor(
    /** Without its password. */
    readonly url: string,
    options: { readonly cause: unknown },
  ) {
    const { cause } = options;
    super(
      `the database ${url} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`,
      options,
    );
  }
}
