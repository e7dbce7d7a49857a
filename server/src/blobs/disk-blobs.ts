import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ErrorCode } from 'rxim/protocol';
import { timeOfBlob, type Blobs } from '../ports/blobs';
import { StoreError } from '../ports/store';
import { hasCode } from './error-code';
import { expireFiles, forgetPartial } from './expire-files';

/** Where everything lies: `files/<application>/<day>/<key>`, and `partial/<key>` while it arrives. */
const FILES = 'files';
const PARTIAL = 'partial';

/** Both come from URLs: what has no part in a name is no name. */
const APP = /^[A-Za-z0-9_-]+$/;

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const failed = (cause: unknown): never => {
  throw new StoreError(ErrorCode.Storage, 'the file storage does not work', { cause });
};

/** A name is safe from power loss when its folder is. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeFile = async (path: string, content: AsyncIterable<Uint8Array>): Promise<void> => {
  const file = await open(path, 'wx').catch(failed);
  try {
    for await (const chunk of content) await file.appendFile(chunk).catch(failed);
    await file.sync().catch(failed);
  } finally {
    await file.close();
  }
};

/** Blobs as files in `root`, which is made if it is not there. */
export const diskBlobs = (root: string): Blobs => {
  const partialOf = (key: string): string => join(root, PARTIAL, key);
  const pathOf = (app: string, key: string): string | undefined => {
    const time = timeOfBlob(key);
    return time !== undefined && APP.test(app) ? join(root, FILES, app, dayOf(time), key) : undefined;
  };

  const publish = async (partial: string, path: string): Promise<void> => {
    const folder = dirname(path);
    const made = await mkdir(folder, { recursive: true });
    await rename(partial, path);
    await syncFolder(folder);
    if (made !== undefined) await syncFolder(dirname(folder));
  };

  return {
    async put(app, key, content) {
      const path = pathOf(app, key);
      if (path === undefined) throw new TypeError(`${app}/${key} is no name of a blob`);
      const partial = partialOf(key);
      await mkdir(dirname(partial), { recursive: true }).catch(failed);
      try {
        await writeFile(partial, content);
        await publish(partial, path).catch(failed);
      } catch (error) {
        await rm(partial, { force: true }).catch(failed);
        throw error;
      }
    },

    async get(app, key) {
      const path = pathOf(app, key);
      if (path === undefined) return undefined;
      try {
        const { size } = await stat(path);
        return { size, read: (range) => createReadStream(path, range) };
      } catch (error) {
        return hasCode(error, 'ENOENT') ? undefined : failed(error);
      }
    },

    async delete(app, key) {
      const path = pathOf(app, key);
      if (path !== undefined) await rm(path, { force: true }).catch(failed);
    },

    async expire(before, signal) {
      await forgetPartial(join(root, PARTIAL), signal).catch(failed);
      return expireFiles(join(root, FILES), before, signal).catch(failed);
    },
  };
};
