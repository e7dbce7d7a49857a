import { Readable } from 'node:stream';
import sharp from 'sharp';
import { sharpThumbnails } from '../../src/blobs/sharp-thumbnails';

const LIMITS = { pixels: 1_000_000, time: 10_000 };

const image = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();

describe('thumbnails', () => {
  it('are small JPEGs', async () => {
    const thumbnail = await sharpThumbnails(LIMITS)(Readable.from([await image(600, 300)]));
    if (!thumbnail.ok) throw new Error(thumbnail.reason);
    expect(await sharp(thumbnail.image).metadata()).toMatchObject({ format: 'jpeg', width: 128, height: 64 });
  });

  it('are not made of too many pixels, and the reason is told', async () => {
    const thumbnail = await sharpThumbnails(LIMITS)(Readable.from([await image(1001, 1000)]));
    expect(thumbnail).toEqual({ ok: false, reason: expect.stringMatching(/pixel limit/i) as string });
  });

  it('that take too long are given up, however far they have come', async () => {
    const large = await image(1000, 1000);
    for (const time of [1, 20, 60, 100]) {
      const endless = new Readable({ read: () => undefined });
      endless.push(large);
      const thumbnail = await sharpThumbnails({ ...LIMITS, time })(endless);
      expect(thumbnail).toEqual({ ok: false, reason: expect.stringContaining('too long') as string });
    }
  });

  it('fail when the image cannot be read', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from([0xff, 0xd8, 0xff]);
        throw new Error('the disk is gone');
      })(),
    );
    await expect(sharpThumbnails(LIMITS)(broken)).rejects.toThrow('the disk is gone');
  });

  it('are not made of formats that are not served as images', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const tiff = await sharp(await image(10, 10))
      .tiff()
      .toBuffer();
    for (const bytes of [svg, tiff])
      expect(await sharpThumbnails(LIMITS)(Readable.from([bytes]))).toMatchObject({ ok: false });
  });
});
