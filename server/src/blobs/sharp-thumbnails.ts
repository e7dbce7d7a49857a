import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
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
    const [thumbnail, complaint] = await Promise.all([
      buffer(child.stdout),
      text(child.stderr),
      pipeline(image, child.stdin).catch(() => {
        // That the child does not want the rest of it is no failure to read it.
        if (image.errored) throw image.errored;
      }),
      once(child, 'close'),
    ]);
    if (child.exitCode === 0) return { ok: true, image: thumbnail };
    const reason = child.signalCode === null ? complaint : 'it takes too long to decode, or too much memory';
    return { ok: false, reason };
  };
