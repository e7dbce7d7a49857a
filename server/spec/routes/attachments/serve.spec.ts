import { photo } from './images';
import { newUploads, urlsOf } from './uploads';

const CONTENT = '0123456789';

/** Answers to requests for a stored file of ten bytes. */
const newFile = async () => {
  const { upload, server } = await newUploads();
  const [url] = urlsOf(await upload(CONTENT));
  const get = async (headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await fetch(url!, { method, headers });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { url: url!, server, get };
};

describe('GET /attachment', () => {
  it('gives the whole file to anybody who knows the URL', async () => {
    const { get } = await newFile();
    const { status, headers, text } = await get();
    expect({ status, text }).toEqual({ status: 200, text: CONTENT });
    expect(headers.get('accept-ranges')).toBe('bytes');
    expect(headers.get('content-length')).toBe('10');
  });

  it('sends what it serves so that nothing in it can run', async () => {
    const { get } = await newFile();
    const { headers } = await get();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
  });

  it('shows images where they are', async () => {
    const { upload } = await newUploads();
    for (const url of urlsOf(await upload(await photo('webp')))) {
      const { headers } = await fetch(url);
      expect(headers.get('content-type')).toMatch(/^image\/(webp|jpeg)$/);
      expect(headers.has('content-disposition')).toBe(false);
    }
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
    ['bytes=-100', CONTENT, 'bytes 0-9/10'],
  ])('gives the part %s', async (range, text, contentRange) => {
    const { get } = await newFile();
    const answer = await get({ range });
    expect(answer).toMatchObject({ status: 206, text });
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(answer.headers.get('content-length')).toBe(String(text.length));
  });

  it.each(['bytes=10-', 'bytes=-0'])('answers 416 to %s, which is behind the end', async (range) => {
    const { get } = await newFile();
    const { status, headers, text } = await get({ range });
    expect(status).toBe(416);
    expect(headers.get('content-range')).toBe('bytes */10');
    expect(headers.has('cache-control')).toBe(false);
    expect(JSON.parse(text)).toMatchObject({ errorCode: 5001 });
  });

  it.each(['bytes=4-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=', 'bytes=a-b'])(
    'gives the whole file for %s, which is no range that it knows',
    async (range) => {
      const { get } = await newFile();
      expect(await get({ range })).toMatchObject({ status: 200, text: CONTENT });
    },
  );

  it('gives a part only of the version that is asked for', async () => {
    const { get } = await newFile();
    const etag = (await get()).headers.get('etag')!;
    expect(await get({ range: 'bytes=0-1', 'if-range': etag })).toMatchObject({ status: 206 });
    expect(await get({ range: 'bytes=0-1', 'if-range': '"other"' })).toMatchObject({ status: 200 });
  });

  it('may be cached for as long as it is kept', async () => {
    const { get } = await newFile();
    const { headers } = await get();
    expect(headers.get('cache-control')).toBe('private, max-age=604800, immutable');
    const again = await get({ 'if-none-match': headers.get('etag')! });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  it('answers HEAD without the file', async () => {
    const { get } = await newFile();
    const { status, headers, text } = await get({}, 'HEAD');
    expect({ status, text, length: headers.get('content-length') }).toEqual({
      status: 200,
      text: '',
      length: '10',
    });
  });

  it.each([
    ['another key', (url: string) => url.replace(/[0-9a-f]{8}\./, '00000000.')],
    ['another application', (url: string) => url.replace('/demo/', '/other/')],
    ['a path', (url: string) => url.replace('/demo/', '/..%2fdemo/')],
    ['a key in another case', (url: string) => url.replace(/[^/]+$/, (key) => key.toUpperCase())],
  ])('answers 404 to %s', async (_, other) => {
    const { url } = await newFile();
    const answer = await fetch(other(url));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errorCode: 5004 });
  });

  it('does not give a file any more that has expired', async () => {
    const { upload } = await newUploads({ limits: { attachmentLife: -1 } });
    const [url] = urlsOf(await upload('hello'));
    expect((await fetch(url!)).status).toBe(404);
  });
});
