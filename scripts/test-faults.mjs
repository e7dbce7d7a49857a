// The long runs of spec/faults and of the store's contract, one spec after the other, each in a process of its own; at the end
// a table of what was measured. `npm run test:faults -- cuts` runs those whose names match.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { clearTimeout, setTimeout } from 'node:timers';

const seed = process.env['RXIM_FAULTS_SEED'] ?? String(1 + Math.floor(Math.random() * 1_000_000));
const report = join(tmpdir(), `rxim-faults-${process.pid}.jsonl`);
const env = { ...process.env, RXIM_FAULTS: 'full', RXIM_FAULTS_SEED: seed, RXIM_FAULTS_REPORT: report };
/** Minutes after which a spec that hangs is ended, so that the others get their turn. */
const PATIENCE = 12;

const names = process.argv.slice(2);
const specs = [
  ...readdirSync('spec/faults')
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => `spec/faults/${file}`),
  'server/spec/store/sqlite/contract.spec.ts',
  'server/spec/store/postgres/contract.spec.ts',
].filter((path) => names.length === 0 || names.some((name) => path.includes(name)));
if (specs.length === 0) throw new Error(`no spec is named like ${names.join(', ')}`);

const run = (path) =>
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

const measured = () => {
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

console.log(`RXIM_FAULTS_SEED=${seed}`);
const results = [];
for (const [i, path] of specs.entries()) {
  console.log(`\n[${i + 1}/${specs.length}] ${path}`);
  const since = Date.now();
  const passed = await run(path);
  results.push({ path, passed, seconds: Math.round((Date.now() - since) / 1000) });
}

console.log(`\nRXIM_FAULTS_SEED=${seed}`);
for (const { path, passed, seconds } of results) {
  console.log(`${passed ? 'pass' : 'FAIL'}  ${String(seconds).padStart(4)} s  ${path}`);
}
console.log('\nmeasured');
for (const { title, facts } of measured()) {
  const { lost, doubled, disordered, ...others } = facts;
  const kept = lost === undefined ? '' : `${lost}/${doubled}/${disordered} lost/doubled/out of order, `;
  const rest = Object.entries(others).map(([name, value]) => `${name} ${value}`);
  console.log(`  ${title}: ${kept}${rest.join(', ')}`);
}
rmSync(report, { force: true });
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
