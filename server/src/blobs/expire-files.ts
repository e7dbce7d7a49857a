import { opendir, rm, rmdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { timeOfBlob } from '../ports/blobs';
import { hasCode } from './error-code';

const DAY = 24 * 60 * 60 * 1000;
/** Nothing takes that long to arrive: what did not is left from a crash. */
const ABANDONED = DAY;

/** The entries of a folder one by one; none if there is no such folder. */
async function* entriesOf(folder: string, signal: AbortSignal): AsyncGenerator<Dirent> {
  try {
    for await (const entry of await opendir(folder)) {
      if (signal.aborted) return;
      yield entry;
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
  }
}

/** A folder of a day goes with its last file. */
const removeIfEmpty = (folder: string): Promise<void> =>
  rmdir(folder).catch((error: unknown) => {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
  });

/**
 * Deletes the files in `root/<application>/<day>` that came before this time. Only folders of days that are due are opened,
 * and every step is a system call of its own off the event loop.
 */
export const expireFiles = async (root: string, before: number, signal: AbortSignal): Promise<number> => {
  let expired = 0;
  for await (const app of entriesOf(root, signal)) {
    for await (const day of entriesOf(join(root, app.name), signal)) {
      const begin = Date.parse(day.name);
      if (!(begin < before)) continue;
      const folder = join(root, app.name, day.name);
      for await (const { name } of entriesOf(folder, signal)) {
        if ((timeOfBlob(name) ?? before) >= before) continue;
        await rm(join(folder, name), { force: true });
        expired++;
      }
      if (begin + DAY <= before) await removeIfEmpty(folder);
    }
  }
  return expired;
};

/** Deletes what began to arrive and never did, because the server went down. */
export const forgetPartial = async (folder: string, signal: AbortSignal): Promise<void> => {
  for await (const { name } of entriesOf(folder, signal)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED) await rm(path, { force: true });
  }
};
