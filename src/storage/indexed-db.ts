import { createStorage } from './device';
import type { Storage } from './port';
import { whenSole } from './sole';

const TABLE = 'entries';

/**
 * Keeps everything in IndexedDB, for browsers: one database a user and server, shared by all tabs.
 *
 * @param factory @default indexedDB
 */
export const indexedDbStorage = (factory: IDBFactory = indexedDB): Storage =>
  createStorage(async (name) => {
    const opening = factory.open(`rxim:${name}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE);
    const db = await settled(opening);
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const read = async (): Promise<Map<string, string>> => {
      const table = db.transaction(TABLE).objectStore(TABLE);
      const [keys, values] = await Promise.all([settled(table.getAllKeys()), settled(table.getAll())]);
      return new Map(keys.map((key, i) => [key as string, values[i] as string]));
    };
    return {
      entries: await read(),
      write: (changes) =>
        new Promise((resolve, reject) => {
          // Strict: complete means on disk, not on its way there.
          const transaction = db.transaction(TABLE, 'readwrite', { durability: 'strict' });
          const table = transaction.objectStore(TABLE);
          for (const [key, value] of changes) {
            if (value === undefined) table.delete(key);
            else table.put(value, key);
          }
          transaction.oncomplete = () => resolve();
          transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted'));
        }),
      close: () => {
        release();
        db.close();
        return Promise.resolve();
      },
      whenSole: (adopt) => whenSole(name, released, () => void read().then(adopt)),
    };
  });

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed without a reason'));
  });
