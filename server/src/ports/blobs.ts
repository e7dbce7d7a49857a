import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';

/**
 * Files that messages refer to, whatever keeps them: written once, never changed, deleted when they have expired.
 *
 * Failures of the storage itself are a `StoreError` with code `Storage`; whatever the content's own stream throws passes
 * through as it is.
 */
export interface Blobs {
  /** Keeps what the stream brings. It is there when this resolves; when this rejects, nothing of it is left. */
  put(app: string, key: BlobKey, content: AsyncIterable<Uint8Array>): Promise<void>;
  get(app: string, key: BlobKey): Promise<StoredBlob | undefined>;
  /** Idempotent. */
  delete(app: string, key: BlobKey): Promise<void>;
  /** Deletes what came before this time, in small steps; resolves with how many. An aborted one stops after a step. */
  expire(before: number, signal: AbortSignal): Promise<number>;
}

export interface StoredBlob {
  /** Bytes. */
  readonly size: number;
  /** The bytes from `start` to `end`, both included; all of them unless said otherwise. */
  read(range?: ByteRange): Readable;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Names a blob in its application: the time it came, what makes it unguessable, and its type. */
export type BlobKey = string;

const KEY = /^([0-9a-z]{8})-[0-9a-f]{32}\.[0-9a-z]{1,8}$/;

/** A key that nobody else can know. `extension` comes from a table, never from a client. */
export const newBlobKey = (now: number, extension: string): BlobKey =>
  `${now.toString(36)}-${randomBytes(16).toString('hex')}.${extension}`;

/** When the blob came, in milliseconds since 1970; `undefined` for what is no key. */
export const timeOfBlob = (key: string): number | undefined => {
  const [, time] = KEY.exec(key) ?? [];
  return time === undefined ? undefined : parseInt(time, 36);
};
