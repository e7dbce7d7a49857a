import { join } from 'node:path';
import { diskBlobs } from './blobs/disk-blobs';
import { memoryBlobs } from './blobs/memory-blobs';
import { sharpThumbnails } from './blobs/sharp-thumbnails';
import type { Limits } from './limits';
import { Attachments } from './services/attachments/attachments';

/** Attachments in the data directory, or in memory for `:memory:`. */
export const createAttachments = (data: string, limits: Limits): Attachments =>
  new Attachments({
    blobs: data === ':memory:' ? memoryBlobs() : diskBlobs(join(data, 'attachments')),
    thumbnails: sharpThumbnails({ pixels: limits.imagePixels, time: limits.imageTime }),
    limits,
  });
