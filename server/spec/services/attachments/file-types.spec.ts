import sharp from 'sharp';
import { typeOf, typeOfKey } from '../../../src/services/attachments/file-types';

const head = (latin: string): Uint8Array => Buffer.from(latin, 'latin1');
const box = (brand: string, ...others: string[]): string =>
  `\0\0\0${String.fromCharCode(16 + 4 * others.length)}ftyp${brand}\0\0\0\0${others.join('')}`;

describe('the type of a file by how it begins', () => {
  it.each([
    ['jpg', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['png', '\x89PNG\r\n\x1a\n'],
    ['gif', 'GIF89a\x01\0'],
    ['webp', 'RIFF\x24\0\0\0WEBPVP8 '],
    ['wav', 'RIFF\x24\0\0\0WAVEfmt '],
    ['bin', 'RIFF\x24\0\0\0ACON'],
    ['avif', box('avif', 'mif1')],
    ['avif', box('mif1', 'avif')],
    ['heic', box('heic', 'mif1')],
    ['mp4', box('isom', 'mp41')],
    ['m4a', box('M4A ', 'isom')],
    ['mov', box('qt  ')],
    ['3gp', box('3gp4')],
    ['mp3', 'ID3\x04\0'],
    ['mp3', '\xff\xfb\x90\x64'],
    ['aac', '\xff\xf1\x50\x80'],
    ['amr', '#!AMR\n'],
    ['ogg', 'OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead'],
    ['ogv', 'OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x2a\x80theora'],
    ['flac', 'fLaC\0'],
    ['webm', '\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm'],
    ['mkv', '\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska'],
    ['pdf', '%PDF-1.7'],
    ['zip', 'PK\x03\x04'],
    ['bin', '<!doctype html>'],
    ['bin', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['bin', ' GIF89a'],
    ['bin', '\xff\xfeh\0e\0l\0l\0o\0'],
    ['bin', ''],
  ])('is %s', (extension, beginning) => {
    expect(typeOf(head(beginning)).extension).toBe(extension);
  });

  it.each(['jpeg', 'png', 'gif', 'webp', 'avif'] as const)(
    'is an image for what sharp writes as %s',
    async (format) => {
      const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
        .toFormat(format)
        .toBuffer();
      expect(typeOf(image)).toMatchObject({ kind: 'image', media: `image/${format}` });
    },
  );
});

describe('the type of a stored file', () => {
  it('is that of its key', () => {
    expect(typeOfKey('mbxk0000-00.png')).toMatchObject({ media: 'image/png', kind: 'image' });
  });

  it.each(['html', 'svg', 'constructor', ''])('is unknown for %j', (extension) => {
    expect(typeOfKey(`mbxk0000-00.${extension}`)).toMatchObject({
      media: 'application/octet-stream',
      kind: 'file',
    });
  });
});
