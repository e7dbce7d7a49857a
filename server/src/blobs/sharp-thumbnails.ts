import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Thumbnailer } from '../ports/thumbnails';

/**
 * Beside this file in the sources and in the build alike; tsup.config.ts sees to it. Asked for when there is an image, since
 * runners that take the sources as they are know no `__dirname`.
 */
const childPath = (): string => join(__dirname, 'thumbnail-child.js');

export interface ThumbnailLimits {
  /** Larger images are refused before they are decoded. */
  readonly pixels: number;
  /** Milliseconds for one image, after which its process is killed. */
  readonly time: number;
}

/** What the loader of native libraries needs; keys and passwords of the server stay where they are. */
const environment = (): NodeJS.ProcessEnv => {
  const { PATH, SystemRoot, LD_LIBRARY_PATH } = process.env;
  return {
    ...(PATH && { PATH }),
    ...(SystemRoot && { SystemRoot }),
    ...(LD_LIBRARY_PATH && { LD_LIBRARY_PATH }),
  };
};

/** Rejects if the image cannot be read. That the child wants no more of it, or is gone, shows elsewhere. */
const feed = async (child: Writable, image: Readable): Promise<void> => {
  let unread: Error | undefined;
  const reading = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* image as AsyncIterable<Uint8Array>;
    } catch (error) {
      unread = error as Error;
    }
  };
  await pipeline(reading, child).catch(() => undefined);
  if (unread) throw unread;
};

/** Thumbnails by sharp, one process an image. */
export const sharpThumbnails =
  ({ pixels, time }: ThumbnailLimits): Thumbnailer =>
  async (image) => {
    const child = spawn(process.execPath, [childPath(), String(pixels)], {
      env: environment(),
      stdio: 'pipe',
      timeout: time,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    const closed = once(child, 'close').finally(() => image.destroy());
    const [thumbnail, complaint] = await Promise.all([
      buffer(child.stdout),
      text(child.stderr),
      closed,
      // A storage that hangs must not keep the place of a child that was killed.
      Promise.race([feed(child.stdin, image), closed]),
    ]);
    if (child.exitCode === 0) return { ok: true, image: thumbnail };
    const reason = child.signalCode === null ? complaint : 'it takes too long to decode, or too much memory';
    return { ok: false, reason };
  };
