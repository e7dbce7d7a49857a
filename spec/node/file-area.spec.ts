import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileArea } from '../../src/node/file-area';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'rxim-storage-'))));
afterEach(() => rm(folder, { recursive: true }));

const changes = (...pairs: [string, string | undefined][]) => new Map(pairs);
const logOf = async (): Promise<string> =>
  join(folder, (await readdir(folder)).find((name) => name.endsWith('.log')) ?? '');

it('gives back what was written, in the next process too', async () => {
  const first = await openFileArea(folder)('alice@http://localhost');
  expect(first.entries.size).toBe(0);
  await first.write(changes(['a', '1'], ['b', '2']));
  await first.write(changes(['a', undefined], ['c', 'ein "Wort"\nund noch eins']));
  await first.close();
  const second = await openFileArea(folder)('alice@http://localhost');
  expect([...second.entries]).toEqual([
    ['b', '2'],
    ['c', 'ein "Wort"\nund noch eins'],
  ]);
  await second.close();
});

it('keeps users apart', async () => {
  const open = openFileArea(folder);
  const [alice, bob] = [await open('alice'), await open('bob')];
  await alice.write(changes(['a', '1']));
  await Promise.all([alice.close(), bob.close()]);
  const again = await open('bob');
  expect(again.entries.size).toBe(0);
  await again.close();
});

it('forgets a line that the end of a process has torn, and only that one', async () => {
  const area = await openFileArea(folder)('alice');
  await area.write(changes(['a', '1']));
  await area.write(changes(['b', '2']));
  await area.close();
  await appendFile(await logOf(), '[["c","3');
  const again = await openFileArea(folder)('alice');
  expect([...again.entries.keys()]).toEqual(['a', 'b']);
  await again.write(changes(['d', '4']));
  await again.close();
  const third = await openFileArea(folder)('alice');
  expect([...third.entries.keys()]).toEqual(['a', 'b', 'd']);
  await third.close();
});

it('writes its log anew when it has grown, so that it stays as long as what it holds', async () => {
  const area = await openFileArea(folder)('alice');
  const many = new Map<string, string>();
  for (let i = 0; i < 6_000; i++) many.set(`k${i}`, 'v');
  const none = new Map([...many.keys()].map((key) => [key, undefined] as const));
  await area.write(many);
  const { size } = await stat(await logOf());
  await area.write(none);
  expect((await stat(await logOf())).size).toBeLessThan(size / 10);
  await area.close();
});

it('refuses a folder that another process uses, and takes it over when that one is gone', async () => {
  const area = await openFileArea(folder)('alice');
  await expect(openFileArea(folder)('alice')).rejects.toThrow(/process \d+ uses this storage/);
  await area.close();
  // A process id that cannot be alive: beyond what the kernel gives.
  await writeFile(`${await logOf()}.lock`, '99999999');
  const again = await openFileArea(folder)('alice');
  await again.close();
  expect(await readFile(`${await logOf()}.lock`, 'utf8').catch(() => 'gone')).toBe('gone');
});

it('goes on after a write of which the disk took only half, and keeps that one with the next', async () => {
  const area = await openFileArea(folder)('alice');
  await area.write(changes(['a', '1']));
  const handle = await open(await logOf(), 'r');
  const handles = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const appending = jest.spyOn(handles, 'appendFile').mockImplementationOnce(async function (
    this: typeof handle,
    line,
  ) {
    await this.write(String(line).slice(0, 5));
    throw new Error('ENOSPC: no space left on device');
  });
  await expect(area.write(changes(['b', '2']))).rejects.toThrow('ENOSPC');
  appending.mockRestore();
  await area.write(changes(['c', '3']));
  await area.write(changes(['d', '4']));
  await area.close();
  const again = await openFileArea(folder)('alice');
  expect([...again.entries.keys()]).toEqual(['a', 'b', 'c', 'd']);
  await again.close();
});
