// Runs specs in their full sizes, one after the other, each in a process of its own; at the end a table of what was measured.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { clearTimeout, setTimeout } from 'node:timers';

/** Minutes after which a spec that hangs is ended, so that the others get their turn. */
const PATIENCE = 12;

export const specsOf = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => `${folder}/${file}`);

const run = (path, env) =>
  new Promise((resolve) => {
    const args = ['node_modules/jest/bin/jest.js', '--runInBand', '--runTestsByPath', path];
    const jest = spawn(process.execPath, args, { env, stdio: 'inherit' });
    const ending = setTimeout(() => jest.kill('SIGKILL'), PATIENCE * 60_000);
    jest.on('error', () => resolve(false));
    jest.on('close', (code) => {
      clearTimeout(ending);
      resolve(code === 0);
    });
  });

const measuredIn = (report) => {
  try {
    return readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  } catch {
    return []; // No spec has written anything.
  }
};

/** Figures in one line. */
export const told = (facts) =>
  Object.entries(facts)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/**
 * Runs those of the specs whose paths contain one of the command's arguments, or all. They are told by the environment: `<variable>` is
 * `full`, `<variable>_SEED` a number that is printed, `<variable>_REPORT` a file for lines of `{ title, facts }`.
 */
export const longRun = async ({ variable, specs, tell = told }) => {
  const names = process.argv.slice(2);
  const chosen = specs.filter((path) => names.length === 0 || names.some((name) => path.includes(name)));
  if (chosen.length === 0) throw new Error(`no spec is named like ${names.join(', ')}`);
  const seed = process.env[`${variable}_SEED`] ?? String(1 + Math.floor(Math.random() * 1_000_000));
  const report = join(tmpdir(), `${variable.toLowerCase()}-${process.pid}.jsonl`);
  const env = {
    ...process.env,
    [variable]: 'full',
    [`${variable}_SEED`]: seed,
    [`${variable}_REPORT`]: report,
  };

  console.log(`${variable}_SEED=${seed}`);
  const results = [];
  for (const [i, path] of chosen.entries()) {
    console.log(`\n[${i + 1}/${chosen.length}] ${path}`);
    const since = Date.now();
    const passed = await run(path, env);
    results.push({ path, passed, seconds: Math.round((Date.now() - since) / 1000) });
  }

  console.log(`\n${variable}_SEED=${seed}`);
  for (const { path, passed, seconds } of results) {
    console.log(`${passed ? 'pass' : 'FAIL'}  ${String(seconds).padStart(4)} s  ${path}`);
  }
  console.log('\nmeasured');
  for (const { title, facts } of measuredIn(report)) console.log(`  ${title}: ${tell(facts)}`);
  rmSync(report, { force: true });
  process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
};
