import { createStorage } from './device';
import type { Storage } from './port';
import { whenSole } from './sole';

type KeyValueStore = globalThis.Storage;

/**
 * Keeps everything in `localStorage`, for browsers: small and simple, and shared by all tabs. Its quota is about 5 MB; use
 * `indexedDbStorage()` where long queues of messages have to survive.
 *
 * @param store @default localStorage
 */
export const webStorage = (store: KeyValueStore = localStorage): Storage =>
  createStorage((name) => {
    const prefix = `rxim:${name}:`;
    const read = (): Map<string, string> => {
      const entries = new Map<string, string>();
      for (let i = 0; i < store.length; i++) {
        const key = store.key(i);
        if (key?.startsWith(prefix)) entries.set(key.slice(prefix.length), store.getItem(key) ?? '');
      }
      return entries;
    };
    const put = (key: string, value: string | undefined): void =>
      value === undefined ? store.removeItem(prefix + key) : store.setItem(prefix + key, value);
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    return Promise.resolve({
      entries: read(),
      write: (changes) => {
        const before = new Map<string, string | undefined>();
        try {
          for (const [key, value] of changes) {
            before.set(key, store.getItem(prefix + key) ?? undefined);
            put(key, value);
          }
          return Promise.resolve();
        } catch (cause) {
          // The quota ends in the middle: all or nothing.
          for (const [key, value] of before) put(key, value);
          return Promise.reject(new Error('localStorage takes no more', { cause }));
        }
      },
      close: () => {
        release();
        return Promise.resolve();
      },
      whenSole: (adopt) => whenSole(name, released, () => adopt(read())),
    });
  });
