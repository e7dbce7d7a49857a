import sharp from 'sharp';

export const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const;

/** An image that no encoder makes small, so that half of its bytes are half of it. */
export const photo = (format: (typeof FORMATS)[number], width = 320, height = 240): Promise<Buffer> =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#336699',
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  })
    .toFormat(format, { effort: format === 'avif' ? 0 : 1 })
    .toBuffer();

/** Few bytes that hold many pixels. */
export const bomb = (): Promise<Buffer> =>
  sharp({ create: { width: 6_000, height: 6_000, channels: 3, background: 'black' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
