import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Changes, StorageArea } from '../storage';
import { lockFile } from './lock-file';

/**
 * A storage area in a file: a log of changes, a line each, that is written anew when it has grown. A line is there whole or
 * not at all, and a write resolves when the disk has it, so that neither the end of the process nor that of the power costs
 * what was written.
 */
export const openFileArea =
  (folder: string) =>
  async (name: string): Promise<StorageArea> => {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${encodeURIComponent(name)}.log`);
    const unlock = await lockFile(`${path}.lock`);
    const entries = replay(await readIfThere(path));
    let log = await rewrite(path, entries);
    let size = entries.size;
    const initial = new Map(entries);
    /** The log ends with a whole line; a disk that is full may leave half of one, to which nothing can be appended. */
    let isWhole = true;

    return {
      entries: initial,
      write: async (changes) => {
        apply(entries, changes);
        size += changes.size;
        const canAppend = isWhole && size <= 4 * entries.size + COMPACT_FROM;
        isWhole = false;
        if (canAppend) {
          await log.appendFile(lineOf(changes));
          await log.datasync();
        } else {
          const old = log;
          log = await rewrite(path, entries);
          size = entries.size;
          await old.close();
        }
        isWhole = true;
      },
      close: async () => {
        await log.close();
        await unlock();
      },
      whenSole: (adopt) => adopt(initial),
    };
  };

/** A log shorter than this is not worth being written anew. */
const COMPACT_FROM = 10_000;

const lineOf = (changes: Changes): string =>
  `${JSON.stringify([...changes].map(([key, value]) => [key, value ?? null]))}\n`;

const apply = (
  entries: Map<string, string>,
  changes: Iterable<readonly [string, string | null | undefined]>,
): void => {
  for (const [key, value] of changes) {
    if (value === undefined || value === null) entries.delete(key);
    else entries.set(key, value);
  }
};

/** The last line is torn if the process ended while it was written; nobody was told that it was there. */
const replay = (text: string): Map<string, string> => {
  const entries = new Map<string, string>();
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const line of whole.split('\n')) {
    if (line !== '') apply(entries, JSON.parse(line) as [string, string | null][]);
  }
  return entries;
};

const readIfThere = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
};

/** Writes the log anew beside the old one and puts it in its place at once; the handle appends to it. */
const rewrite = async (path: string, entries: ReadonlyMap<string, string>): Promise<FileHandle> => {
  const next = `${path}.next`;
  const file = await open(next, 'w');
  try {
    await file.writeFile(entries.size > 0 ? lineOf(entries) : '');
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(next, path);
  await syncFolder(dirname(path));
  return open(path, 'a');
};

/** Until then only the running system knows of the file's new content; Windows knows no such thing. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
