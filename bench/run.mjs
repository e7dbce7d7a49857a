// Every row of the table, each figure a ratio taken in the same run: `npm run bench`, or `npm run bench fan-out latency` for some.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const ROWS = [
  'fan-out',
  'direct',
  'group',
  'latency',
  'notifications',
  'client-receive',
  'client-memory',
  'server-memory',
  'history',
  'restart',
  'start-up',
];
const CURVES = 'curves';
const RESULTS = new URL('./RESULTS.md', import.meta.url);

const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : [...ROWS, CURVES];

if (!existsSync(new URL('../server/dist/index.js', import.meta.url))) throw new Error('npm run build first');

const rows = [];
for (const name of names.filter((each) => each !== CURVES)) {
  const since = performance.now();
  const { default: measure } = await import(`./rows/${name}.mjs`);
  for (const row of await measure()) {
    rows.push(row);
    console.log(`${row.met ? '✓' : '✗'} ${row.what}: ${row.result} (${row.target})\n    ${row.figures}`);
  }
  console.log(`    ${name} took ${((performance.now() - since) / 1000).toFixed(1)} s`);
}
if (names.includes(CURVES)) await (await import('./rows/curves.mjs')).default();

const line = ({ what, target, result, figures, met }) =>
  `| ${what} | ${target} | ${result} | ${met ? 'yes' : 'no'} | ${figures} |`;
/** A part of the rows replaces those that it measured anew. */
const before = existsSync(RESULTS)
  ? readFileSync(RESULTS, 'utf8')
      .split('\n')
      .filter((text) => text.startsWith('| ') && !text.startsWith('| what |') && !text.startsWith('| --- |'))
  : [];
const fresh = new Map(rows.map((row) => [row.what, line(row)]));
const kept = before.map((text) => {
  const what = text.split(' | ')[0].slice(2);
  const now = fresh.get(what) ?? text;
  fresh.delete(what);
  return now;
});
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
writeFileSync(
  RESULTS,
  `# Results of the benchmarks

Written by \`npm run bench\`: at ${commit}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}. Medians, with the least and the greatest of at
least five interleaved rounds in brackets; ratios are taken within each round. docs/PERFORMANCE.md tells what is measured, and why it is as it is.

| what | must reach | reached | met | figures |
| --- | --- | --- | --- | --- |
${[...kept, ...fresh.values()].join('\n')}
`,
);
process.exit(0);
