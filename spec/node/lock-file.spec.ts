import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { lockFile } from '../../src/node/lock-file';

/** A process id that cannot be alive: beyond what the kernel gives. */
const NOBODY = '99999999';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rxim-lock-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill();
  await rm(folder, { recursive: true });
});

it('a lock is given once in a process, also to those who ask at the same moment', async () => {
  const path = join(folder, 'lock');
  const asked = await Promise.allSettled([lockFile(path), lockFile(path)]);
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  await (asked[0] as PromiseFulfilledResult<() => Promise<void>>).value();
  const giveBack = await lockFile(path);
  await giveBack();
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ['of a process that is gone', NOBODY],
  ['of a predecessor with the same process id', String(process.pid)],
  ['of nobody, which a crash left empty', ''],
])('a lock %s is taken over', async (_of, text) => {
  const path = join(folder, 'lock');
  await writeFile(path, text);
  const giveBack = await lockFile(path);
  expect(Number.parseInt(await readFile(path, 'utf8'), 10)).toBe(process.pid);
  await giveBack();
  expect(await readdir(folder)).toEqual([]);
});

it('a lock that a dead process was about to take over is taken over', async () => {
  const path = join(folder, 'lock');
  await writeFile(path, NOBODY);
  await writeFile(`${path}.${NOBODY}`, '99999998');
  const giveBack = await lockFile(path);
  await giveBack();
  expect(await readdir(folder)).toEqual([]);
});

it('a lock whose process is gone is taken over by one of many processes that try at the same moment', async () => {
  const processes = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'support/take-lock.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, next: async () => String((await lines.next()).value) };
  });
  await Promise.all(processes.map(({ next }) => next()));

  for (let round = 0; round < 100; round++) {
    const path = join(folder, `lock-${round}`);
    await writeFile(path, NOBODY);
    for (const { child } of processes) child.stdin.write(`${path}\n`);
    const answers = await Promise.all(processes.map(({ next }) => next()));
    expect({ round, held: answers.filter((answer) => answer === 'held').length }).toEqual({ round, held: 1 });
  }

  const ends = processes.map(({ child }) => new Promise((resolve) => child.on('exit', resolve)));
  for (const { child } of processes) child.stdin.end();
  expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
  expect(await readdir(folder)).toEqual([]);
});
