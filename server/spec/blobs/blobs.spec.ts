import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { diskBlobs } from '../../src/blobs/disk-blobs';
import { memoryBlobs } from '../../src/blobs/memory-blobs';
import { newBlobKey, type Blobs } from '../../src/ports/blobs';

const HOUR = 60 * 60 * 1000;
const NOW = Date.parse('2025-06-15T12:00:00Z');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rxim-blobs-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function* bytes(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('the sender has gone');
}

const textOf = async (blobs: Blobs, app: string, key: string): Promise<string | undefined> => {
  const blob = await blobs.get(app, key);
  return blob && (await buffer(blob.read())).toString();
};

const never = new AbortController().signal;

describe.each([
  ['disk', () => diskBlobs(root)],
  ['memory', () => memoryBlobs()],
])('blobs in %s', (_, create) => {
  it('are there when they have come', async () => {
    const blobs = create();
    const key = newBlobKey(NOW, 'bin');
    await blobs.put('demo', key, bytes('hello, ', 'world'));
    expect((await blobs.get('demo', key))?.size).toBe(12);
    expect(await textOf(blobs, 'demo', key)).toBe('hello, world');
  });

  it('give parts of themselves', async () => {
    const blobs = create();
    const key = newBlobKey(NOW, 'bin');
    await blobs.put('demo', key, bytes('0123', '456789'));
    const blob = await blobs.get('demo', key);
    expect((await buffer(blob!.read({ start: 3, end: 5 }))).toString()).toBe('345');
  });

  it('are not there when their stream broke, and its error is passed on', async () => {
    const blobs = create();
    const key = newBlobKey(NOW, 'bin');
    await expect(blobs.put('demo', key, breaking())).rejects.toThrow('the sender has gone');
    expect(await blobs.get('demo', key)).toBeUndefined();
  });

  it('belong to one application', async () => {
    const blobs = create();
    const key = newBlobKey(NOW, 'bin');
    await blobs.put('demo', key, bytes('hello'));
    expect(await blobs.get('other', key)).toBeUndefined();
  });

  it('are deleted, once and again', async () => {
    const blobs = create();
    const key = newBlobKey(NOW, 'bin');
    await blobs.put('demo', key, bytes('hello'));
    await blobs.delete('demo', key);
    await blobs.delete('demo', key);
    expect(await blobs.get('demo', key)).toBeUndefined();
  });

  it('expire when they are old enough, to the millisecond', async () => {
    const blobs = create();
    const [old, due, young] = [NOW - 30 * HOUR, NOW - 1, NOW].map((time) => newBlobKey(time, 'bin'));
    for (const key of [old!, due!, young!]) await blobs.put('demo', key, bytes('hello'));
    expect(await blobs.expire(NOW, never)).toBe(2);
    expect(await blobs.get('demo', old!)).toBeUndefined();
    expect(await blobs.get('demo', due!)).toBeUndefined();
    expect(await textOf(blobs, 'demo', young!)).toBe('hello');
    expect(await blobs.expire(NOW, never)).toBe(0);
  });

  it('have nothing to expire at first', async () => {
    expect(await create().expire(NOW, never)).toBe(0);
  });
});

describe('blobs on disk', () => {
  it('leave no file behind when their stream broke', async () => {
    await expect(diskBlobs(root).put('demo', newBlobKey(NOW, 'bin'), breaking())).rejects.toThrow();
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => entry.isFile())).toEqual([]);
  });

  it('are there after a restart', async () => {
    const key = newBlobKey(NOW, 'bin');
    await diskBlobs(root).put('demo', key, bytes('hello'));
    expect(await textOf(diskBlobs(root), 'demo', key)).toBe('hello');
  });

  it('take the folder of their day with them', async () => {
    const blobs = diskBlobs(root);
    await blobs.put('demo', newBlobKey(NOW - 48 * HOUR, 'bin'), bytes('hello'));
    await blobs.expire(NOW, never);
    expect(await readdir(join(root, 'files', 'demo'))).toEqual([]);
  });

  it('that a crash cut off are forgotten a day later', async () => {
    const partial = join(root, 'partial');
    await mkdir(partial);
    const yesterday = new Date(Date.now() - 25 * HOUR);
    await writeFile(join(partial, 'left'), 'half');
    await utimes(join(partial, 'left'), yesterday, yesterday);
    await writeFile(join(partial, 'arriving'), 'half');
    await diskBlobs(root).expire(NOW, never);
    expect(await readdir(partial)).toEqual(['arriving']);
  });

  it('stop expiring when the server stops', async () => {
    const blobs = diskBlobs(root);
    const key = newBlobKey(NOW - 48 * HOUR, 'bin');
    await blobs.put('demo', key, bytes('hello'));
    expect(await blobs.expire(NOW, AbortSignal.abort())).toBe(0);
    expect(await textOf(blobs, 'demo', key)).toBe('hello');
  });

  it.each(['../demo', '..', '', 'a/b', 'a\0'])('have no application %j', async (app) => {
    const blobs = diskBlobs(root);
    const key = newBlobKey(NOW, 'bin');
    await blobs.put('demo', key, bytes('hello'));
    expect(await blobs.get(app, key)).toBeUndefined();
  });

  it.each(['../../etc/passwd', '', '.', 'mbxk0000-00.bin', `${newBlobKey(NOW, 'bin')}/..`])(
    'have no key %j',
    async (key) => {
      expect(await diskBlobs(root).get('demo', key)).toBeUndefined();
    },
  );

  it('say that the storage failed when it did', async () => {
    await writeFile(join(root, 'partial'), 'a file in the way');
    await expect(diskBlobs(root).put('demo', newBlobKey(NOW, 'bin'), bytes('hello'))).rejects.toMatchObject({
      code: 5006,
    });
  });
});
