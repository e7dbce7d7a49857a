import { Readable } from 'node:stream';
import { timeOfBlob, type Blobs } from '../ports/blobs';

/** Blobs that live as long as the server: for `:memory:`. */
export const memoryBlobs = (): Blobs => {
  const blobs = new Map<string, Buffer>();
  const nameOf = (app: string, key: string): string => `${key}/${app}`;
  return {
    async put(app, key, content) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      blobs.set(nameOf(app, key), Buffer.concat(chunks));
    },
    get(app, key) {
      const bytes = blobs.get(nameOf(app, key));
      return Promise.resolve(
        bytes && {
          size: bytes.length,
          read: ({ start, end } = { start: 0, end: bytes.length - 1 }) =>
            Readable.from([bytes.subarray(start, end + 1)], { objectMode: false }),
        },
      );
    },
    delete(app, key) {
      blobs.delete(nameOf(app, key));
      return Promise.resolve();
    },
    expire(before) {
      const expired = [...blobs.keys()].filter(
        (name) => (timeOfBlob(name.replace(/\/.*$/s, '')) ?? before) < before,
      );
      expired.forEach((name) => blobs.delete(name));
      return Promise.resolve(expired.length);
    },
  };
};
