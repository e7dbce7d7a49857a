import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import sharp from 'sharp';
import { FORMATS, bomb, photo } from './images';
import { bytesAt, newUploads, urlsOf, type Uploads } from './uploads';

const sizeOf = async (url: string | undefined): Promise<object> => {
  const { width, height } = await sharp(await bytesAt(url)).metadata();
  return { width, height };
};

describe('POST /attachment', () => {
  it('keeps a file as it is and answers where', async () => {
    const { server, upload } = await newUploads();
    const content = randomBytes(300_000);
    const urls = urlsOf(await upload(content));
    expect(urls).toEqual([
      expect.stringMatching(new RegExp(`^${server.url}/attachment/demo/\\w{8}-[0-9a-f]{32}\\.bin$`)),
    ]);
    expect(await bytesAt(urls[0])).toEqual(content);
  });

  it('keeps files in memory where there is no data directory', async () => {
    const { upload, files } = await newUploads({ data: ':memory:' });
    const [url] = urlsOf(await upload('hello'));
    expect(await bytesAt(url)).toEqual(Buffer.from('hello'));
    expect(await files()).toEqual([]);
  });

  it('says where it is under --public-url', async () => {
    const { upload } = await newUploads({ publicUrl: 'https://chat.example.com' });
    expect(urlsOf(await upload('hello'))[0]).toMatch(/^https:\/\/chat\.example\.com\/attachment\/demo\//);
  });

  it('takes the field of SDK 3.x', async () => {
    const { upload } = await newUploads();
    expect(urlsOf(await upload('hello', { field: 'userfile' }))).toHaveLength(1);
  });

  it('makes thumbnails of at most 128 × 128', async () => {
    const { upload } = await newUploads();
    for (const format of FORMATS) {
      const urls = urlsOf(await upload(await photo(format)));
      expect(urls).toHaveLength(2);
      expect(await sizeOf(urls[1])).toEqual({ width: 128, height: 96 });
    }
  });

  it('does not enlarge what is small already', async () => {
    const { upload } = await newUploads();
    const urls = urlsOf(await upload(await photo('png', 20, 10)));
    expect(await sizeOf(urls[1])).toEqual({ width: 20, height: 10 });
  });

  it('strips metadata from the thumbnail, and turns it as the camera was turned', async () => {
    const { upload } = await newUploads();
    const turned = await sharp(await photo('jpeg'))
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const [, url] = urlsOf(await upload(turned));
    const { width, height, exif, orientation } = await sharp(await bytesAt(url)).metadata();
    expect({ width, height, exif, orientation }).toEqual({ width: 96, height: 128 });
  });

  it('keeps transparency', async () => {
    const { upload } = await newUploads();
    const glass = sharp({ create: { width: 300, height: 300, channels: 4, background: '#00000000' } });
    const [, url] = urlsOf(await upload(await glass.png().toBuffer()));
    const { format, channels } = await sharp(await bytesAt(url)).metadata();
    expect({ format, channels }).toEqual({ format: 'png', channels: 4 });
  });

  it.each([
    ['HTML that calls itself a PNG', '<!doctype html><script>alert(1)</script>', 'a.png', 'image/png'],
    [
      'SVG',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'a.svg',
      'image/svg+xml',
    ],
    ['XML that calls itself a JPEG', '<?xml version="1.0"?><svg/>', 'a.jpg', 'image/jpeg'],
  ])('stores %s without a thumbnail, to be downloaded only', async (_, content, name, type) => {
    const { upload } = await newUploads();
    const urls = urlsOf(await upload(content, { name, type }));
    expect(urls).toHaveLength(1);
    const { headers } = await fetch(urls[0]!);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('serves an image with a script behind it as the image that it is', async () => {
    const { upload } = await newUploads();
    const polyglot = Buffer.concat([await photo('gif', 50, 50), Buffer.from('<script>alert(1)</script>')]);
    const [url] = urlsOf(await upload(polyglot, { name: 'a.html', type: 'text/html' }));
    const { headers } = await fetch(url!);
    expect(headers.get('content-type')).toBe('image/gif');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('takes nothing from the name of the file', async () => {
    const { upload, files } = await newUploads();
    const names = [
      '../../../etc/passwd',
      '..\\..\\boot.ini',
      '/etc/shadow',
      '%2e%2e%2f',
      'a\u0000.png',
      '照片.png',
    ];
    for (const name of names) urlsOf(await upload('hello', { name }));
    const stored = await files();
    expect(stored).toHaveLength(names.length);
    for (const file of stored) expect(file).toMatch(/^\w{8}-[0-9a-f]{32}\.bin$/);
  });

  it('is for 10 files a minute of each user', async () => {
    const { upload, tokenOf } = await newUploads({ noRateLimits: false });
    for (let i = 0; i < 10; i++) urlsOf(await upload('hello'));
    const { status, body, headers } = await upload('hello');
    expect(status).toBe(429);
    expect(body).toMatchObject({ errorCode: 5013 });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    urlsOf(await upload('hello', { token: await tokenOf('bob') }));
  });
});

describe('POST /attachment refuses, and leaves nothing behind', () => {
  const expectRefusal = async (
    { upload, files }: Uploads,
    content: string | Uint8Array,
    expected: { readonly status: number; readonly code: number },
  ): Promise<void> => {
    const { status, body } = await upload(content, { name: 'photo.jpg', type: 'image/jpeg' });
    expect({ status, body }).toMatchObject({ status: expected.status, body: { errorCode: expected.code } });
    expect(await files()).toEqual([]);
  };

  it('an empty file', async () => {
    await expectRefusal(await newUploads(), '', { status: 400, code: 5012 });
  });

  it('an image that ends early', async () => {
    const uploads = await newUploads();
    for (const format of FORMATS) {
      const whole = await photo(format);
      await expectRefusal(uploads, whole.subarray(0, whole.length / 2), { status: 422, code: 5007 });
    }
  });

  it('an image of which there is nothing but the beginning', async () => {
    const uploads = await newUploads();
    const expected = { status: 422, code: 5007 };
    await expectRefusal(uploads, Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), expected);
    await expectRefusal(uploads, 'GIF89a/*<script>alert(1)</script>*/=1', expected);
  });

  it('an image of more than 32 megapixels', async () => {
    const large = await bomb();
    expect(large.length).toBeLessThan(200_000);
    await expectRefusal(await newUploads(), large, { status: 422, code: 5007 });
  });

  it('an image that takes too long', async () => {
    const uploads = await newUploads({ limits: { imageTime: 1 } });
    await expectRefusal(uploads, await photo('jpeg'), { status: 422, code: 5007 });
  });

  it('a file of more than 20 MB', async () => {
    const uploads = await newUploads();
    await expectRefusal(uploads, Buffer.alloc(20 * 1024 * 1024 + 1), { status: 413, code: 5011 });
    urlsOf(await uploads.upload(Buffer.alloc(20 * 1024 * 1024)));
  });

  it('a file in another field', async () => {
    const { upload, files } = await newUploads();
    expect(await upload('hello', { field: 'other' })).toMatchObject({
      status: 400,
      body: { errorCode: 5001 },
    });
    expect(await files()).toEqual([]);
  });

  it('two files at once', async () => {
    const { post, files } = await newUploads();
    const form = new FormData();
    form.append('attachment', new Blob(['one']), 'one');
    form.append('attachment', new Blob(['two']), 'two');
    expect(await post(form)).toMatchObject({ status: 400, body: { errorCode: 5012 } });
    expect(await files()).toEqual([]);
  });

  const part = '--b\r\nContent-Disposition: form-data; name="attachment"; filename="a"\r\n\r\n';
  it.each([
    ['JSON', 'application/json', '{}', 400, 5001],
    ['text', 'text/plain', 'hello', 415, 5001],
    ['a form without a boundary', 'multipart/form-data', 'hello', 400, 5012],
    ['a form that breaks off', 'multipart/form-data; boundary=b', `${part}hello`, 400, 5012],
    [
      'a form that breaks off before its end',
      'multipart/form-data; boundary=b',
      `${part}hello\r\n--b\r\n`,
      400,
      5012,
    ],
    ['a form without a file', 'multipart/form-data; boundary=b', '--b--\r\n', 400, 5001],
  ])('%s', async (_, type, sent, status, errorCode) => {
    const { post, files } = await newUploads();
    expect(await post(sent, { 'content-type': type })).toMatchObject({ status, body: { errorCode } });
    expect(await files()).toEqual([]);
  });

  it('a file whose sender goes away', async () => {
    const { server, token, files } = await newUploads();
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST /attachment HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n${part}`,
    );
    socket.write(randomBytes(200_000));
    await until(async () => (await files()).length === 1);
    socket.destroy();
    await until(async () => (await files()).length === 0);
  });

  it('somebody who is not logged in', async () => {
    const { upload, files } = await newUploads();
    expect(await upload('hello', { token: 'none' })).toMatchObject({
      status: 401,
      body: { errorCode: 5003 },
    });
    expect(await files()).toEqual([]);
  });
});

/** Looks again at every turn of the event loop, for 5 s. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  const patience = AbortSignal.timeout(5000);
  while (!(await holds())) {
    patience.throwIfAborted();
    await new Promise(setImmediate);
  }
};
