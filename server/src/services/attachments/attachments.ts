import { Readable } from 'node:stream';
import { ErrorCode } from 'rxim/protocol';
import type { Limits } from '../../limits';
import { newBlobKey, timeOfBlob, type BlobKey, type Blobs, type StoredBlob } from '../../ports/blobs';
import type { Thumbnailer } from '../../ports/thumbnails';
import { Concurrency } from '../concurrency';
import { Failure, notFound } from '../failure';
import { atMost, peek } from './content';
import { HEAD_SIZE, typeOf, typeOfKey, type FileType } from './file-types';

export interface AttachmentsOptions {
  readonly blobs: Blobs;
  readonly thumbnails: Thumbnailer;
  readonly limits: Pick<Limits, 'attachmentSize' | 'attachmentLife' | 'imageProcesses' | 'imageQueue'>;
  /** @default Date.now */
  readonly now?: () => number;
}

/** The file, and of an image the thumbnail. */
export type Stored = readonly [file: BlobKey, ...thumbnail: BlobKey[]];

export interface Attachment extends StoredBlob {
  readonly type: FileType;
}

/** Files that messages refer to. */
export class Attachments {
  readonly #decoding: Concurrency;
  readonly #now: () => number;

  constructor(private readonly options: AttachmentsOptions) {
    const { imageProcesses, imageQueue } = options.limits;
    this.#decoding = new Concurrency({ running: imageProcesses, waiting: imageQueue });
    this.#now = options.now ?? Date.now;
  }

  /** Keeps a file. When this rejects, nothing of it is left. */
  async store(app: string, content: AsyncIterable<Uint8Array>): Promise<Stored> {
    const { blobs, limits } = this.options;
    const { head, whole } = await peek(content, HEAD_SIZE);
    if (head.byteLength === 0) throw new Failure(ErrorCode.UploadFailed, 'the file is empty');
    const { extension, kind } = typeOf(head);
    const key = newBlobKey(this.#now(), extension);
    await blobs.put(app, key, atMost(whole, limits.attachmentSize));
    if (kind !== 'image') return [key];
    try {
      return [key, await this.#storeThumbnail(app, key)];
    } catch (error) {
      await blobs.delete(app, key);
      throw error;
    }
  }

  async get(app: string, key: BlobKey): Promise<Attachment> {
    const { blobs, limits } = this.options;
    const time = timeOfBlob(key);
    const expired = time === undefined || time + limits.attachmentLife < this.#now();
    const blob = expired ? undefined : await blobs.get(app, key);
    if (blob === undefined) throw notFound('attachment');
    return { ...blob, type: typeOfKey(key) };
  }

  /** Seconds that a file stays as it is, for caches. */
  get maxAge(): number {
    return Math.floor(this.options.limits.attachmentLife / 1000);
  }

  /** Deletes what has been kept for long enough. */
  expire(signal: AbortSignal): Promise<number> {
    return this.options.blobs.expire(this.#now() - this.options.limits.attachmentLife, signal);
  }

  /** Takes back what was just stored. */
  async discard(app: string, stored: Stored): Promise<void> {
    for (const key of stored) await this.options.blobs.delete(app, key);
  }

  async #storeThumbnail(app: string, original: BlobKey): Promise<BlobKey> {
    const { blobs, thumbnails } = this.options;
    const thumbnail = await this.#decoding.run(async () => {
      const blob = await blobs.get(app, original);
      if (blob === undefined) throw new Failure(ErrorCode.Storage);
      return thumbnails(blob.read());
    });
    if (!thumbnail.ok)
      throw new Failure(ErrorCode.Image, `the image could not be processed: ${thumbnail.reason}`);
    const key = newBlobKey(this.#now(), typeOf(thumbnail.image).extension);
    await blobs.put(app, key, Readable.from([thumbnail.image]));
    return key;
  }
}
