import { monitorEventLoopDelay } from 'node:perf_hooks';
import { hostileFiles, type HostileFile } from './hostile-files';
import { newUploads } from './uploads';

/** Types that no browser runs anything of. */
const PASSIVE = /^(image\/(jpeg|png|gif|webp|avif)|audio\/[\w-]+|video\/[\w-]+)$/;
/** No turn of the loop, which others wait for too, may be as long as the decoding of an image; in milliseconds. */
const STALL = 1_000;

it('of two hundred hostile files none is shown as anything that runs, and none stops the server', async () => {
  const { upload, files, server } = await newUploads({ limits: { imageTime: 5_000 } });
  const hostile = await hostileFiles();
  expect(hostile.length).toBeGreaterThanOrEqual(200);

  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const kept: string[] = [];
  const shown: string[] = [];
  const send = async ({ what, content, ...form }: HostileFile): Promise<void> => {
    const { status, body } = await upload(content, form);
    expect({ what, refused: status === 201 || (status >= 400 && status < 500) }).toEqual({
      what,
      refused: true,
    });
    for (const url of status === 201 ? (body as string[]) : []) {
      const { headers } = await fetch(url, { method: 'HEAD' });
      kept.push(url);
      const isDownload = headers.get('content-disposition')?.startsWith('attachment') ?? false;
      if (!isDownload) shown.push(`${what}: ${headers.get('content-type')}`);
      const about = {
        what,
        sniff: headers.get('x-content-type-options'),
        policy: headers.get('content-security-policy'),
      };
      expect(about).toEqual({ what, sniff: 'nosniff', policy: "sandbox; default-src 'none'" });
    }
  };
  const waiting = [...hostile];
  const sendAll = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await send(next);
  };
  await Promise.all([sendAll(), sendAll(), sendAll(), sendAll()]);
  delay.disable();

  expect(shown.filter((each) => !PASSIVE.test(each.slice(each.lastIndexOf(': ') + 2)))).toEqual([]);
  // Some are what they claim to be, with something behind it.
  expect(shown.length).toBeGreaterThan(0);
  const stored = await files();
  expect(stored.filter((name) => !/^\w{8}-[0-9a-f]{32}(\.\w{2,4})+$/.test(name))).toEqual([]);
  expect(stored).toHaveLength(kept.length);
  expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: 'ok' });
  expect(delay.max / 1e6).toBeLessThan(STALL);
}, 60_000);
