import { createStorage } from './device';
import type { Storage } from './port';

/**
 * Keeps everything for as long as the object lives: for tests, and for clients that are made anew within one process.
 */
export const memoryStorage = (): Storage => {
  const areas = new Map<string, Map<string, string>>();
  return createStorage((name) => {
    const kept = areas.get(name) ?? new Map<string, string>();
    areas.set(name, kept);
    return Promise.resolve({
      entries: new Map(kept),
      write: (changes) => {
        for (const [key, value] of changes) {
          if (value === undefined) kept.delete(key);
          else kept.set(key, value);
        }
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
      whenSole: (adopt) => adopt(new Map(kept)),
    });
  });
};
