// @ts-check
/**
 * A process of its own for one image: it comes on stdin, the thumbnail leaves on stdout, and what is wrong with it on
 * stderr. Decoders of images are where hostile files do their work; here they reach nothing of the server, and
 * whatever they take is gone with the process.
 *
 * JavaScript, since plain Node must run it from the sources as it does from the build.
 */
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';

const SIDE = 128;
const [pixels] = process.argv.slice(2).map(Number);

sharp.cache(false);
sharp.concurrency(1);
// Only the formats that are served as images; SVG, PDF and the like have parsers that nobody needs here.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
});

try {
  // A photograph whose metadata is odd, as cameras write it, is whole; one that ends early or does not decode is not.
  const image = sharp(await buffer(process.stdin), { limitInputPixels: pixels, failOn: 'error' });
  const { hasAlpha } = await image.metadata();
  const small = image.autoOrient().resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true });
  // Clients of 2016 know these two.
  const thumbnail = await (hasAlpha ? small.png() : small.jpeg({ mozjpeg: true })).toBuffer();
  process.stdout.write(thumbnail);
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
