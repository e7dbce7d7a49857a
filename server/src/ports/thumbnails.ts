import type { Readable } from 'node:stream';

export type Thumbnail =
  | { readonly ok: true; readonly image: Uint8Array }
  /** It is no image that can be decoded within the limits. */
  | { readonly ok: false; readonly reason: string };

/**
 * Makes a small picture of a large one: an image of at most 128 × 128 pixels, JPEG or PNG, without metadata. It rejects only
 * when the image could not be read.
 */
export type Thumbnailer = (image: Readable) => Promise<Thumbnail>;
