import { readFile, rm, writeFile } from 'node:fs/promises';

/**
 * Takes a lock that names this process; resolves with how to give it back. A lock whose process is gone is taken over, so
 * that a crash leaves nothing to clean up.
 */
export const lockFile = async (path: string): Promise<() => Promise<void>> => {
  for (;;) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      HELD.add(path);
      return async () => {
        await rm(path, { force: true });
        HELD.delete(path);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(path, 'utf8').catch(() => ''));
      if (holder > 0 && (holder === process.pid ? HELD.has(path) : isAlive(holder))) {
        throw new Error(
          `${path} says that process ${holder} uses this storage; give each process a folder of its own`,
          {
            cause: error,
          },
        );
      }
      await rm(path, { force: true });
    }
  }
};

/** Locks of this process: in a container every process has the same id, and a lock with it may be a predecessor's. */
const HELD = new Set<string>();

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
