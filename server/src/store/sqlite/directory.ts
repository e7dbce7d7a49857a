import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Libsql from 'libsql';
import { DataLockedError, DataUnwritableError } from '../errors';

/** A data directory that this process alone uses until it is released. */
export interface Directory {
  readonly path: string;
  file(name: string): string;
  release(): void;
}

const PID = 'rxim.pid';
const LOCK = 'rxim.lock';

const pidOf = (directory: string): number | undefined => {
  try {
    const pid = Number.parseInt(readFileSync(join(directory, PID), 'utf8'), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
};

const isBusy = (error: unknown): boolean => /locked|busy/i.test(String(error));

/** With its parents. Node's own recursive mode does not return from places that cannot have directories, like /proc. */
const makeDirectory = (path: string): void => {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    // Messages, password hashes and the key of session tokens are nobody else's.
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have been as fast.
    if (!existsSync(path)) throw error;
  }
};

/**
 * Takes the directory for this process. The lock is that of an empty SQLite database beside the real one: the operating system
 * drops it with the process however that ends, and backup tools can still open the real one.
 *
 * @throws DataLockedError, DataUnwritableError
 */
export const openDirectory = (directory: string): Directory => {
  try {
    makeDirectory(resolve(directory));
    if (!statSync(directory).isDirectory()) throw new Error('it is a file, and a directory is expected');
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new DataUnwritableError(directory, { cause });
  }
  const lock = take(directory);
  const pid = join(directory, PID);
  try {
    writeFileSync(pid, `${process.pid}\n`);
  } catch (cause) {
    lock.close();
    throw new DataUnwritableError(directory, { cause });
  }
  return {
    path: directory,
    file: (name) => join(directory, name),
    release: () => {
      rmSync(pid, { force: true });
      lock.close();
    },
  };
};

const take = (directory: string): Libsql.Database => {
  let lock: Libsql.Database | undefined;
  try {
    lock = new Libsql(join(directory, LOCK));
    lock.exec('begin exclusive');
    return lock;
  } catch (cause) {
    lock?.close();
    throw isBusy(cause)
      ? new DataLockedError(directory, pidOf(directory))
      : new DataUnwritableError(directory, { cause });
  }
};
