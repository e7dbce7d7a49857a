import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';

/**
 * Takes a lock that names this process; resolves with how to give it back. A lock whose process is gone is taken over, so
 * that a crash leaves nothing to clean up.
 */
export const lockFile = async (path: string): Promise<() => Promise<void>> => {
  if (HELD.has(path)) throw new InUse(path, process.pid);
  // Before anything is waited for: who asks meanwhile is second.
  HELD.add(path);
  try {
    while (!(await take(path))) await makeWay(path);
  } catch (error) {
    HELD.delete(path);
    throw error;
  }
  return async () => {
    await rm(path, { force: true });
    HELD.delete(path);
  };
};

/** Locks of this process: in a container every process has the same id, and a lock with it may be a predecessor's. */
const HELD = new Set<string>();

class InUse extends Error {
  constructor(path: string, holder: number) {
    super(`${path} says that process ${holder} uses this storage; give each process a folder of its own`);
  }
}

/** The lock is linked, not written: never is it there without saying whose it is. */
const take = async (path: string): Promise<boolean> => {
  const id = randomUUID();
  const own = `${path}.${id}`;
  await writeFile(own, `${process.pid}.${id}`);
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(own, { force: true });
  }
};

/** Removes a lock whose process is gone. */
const makeWay = async (path: string): Promise<void> => {
  const found = await textOf(path);
  if (found === undefined) return;
  const holder = Number.parseInt(found, 10);
  if (isAnother(holder)) throw new InUse(path, holder);
  try {
    // Who comes second must not remove the lock that the first one has taken by then: one at a time, and only this very lock.
    const giveBack = await lockFile(`${path}.${encodeURIComponent(found)}`);
    if ((await textOf(path)) === found) await rm(path);
    await giveBack();
  } catch (error) {
    // Somebody else is at it.
    if (!(error instanceof InUse)) throw error;
  }
};

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
};

const isAnother = (pid: number): boolean => {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
