// The one gate: everything that has to hold before a change is merged. Each check counts as one test, a spec as one each.
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

// Side by side: what needs the built packages waits for them, the rest does not.
const LANES = [
  [
    ['the packages build', 'npm', ['run', 'build', '--silent']],
    ['the Angular application builds', 'node', ['scripts/angular-chat.mjs', '--build']],
    ['nothing is unused', 'npm', ['run', 'unused', '--silent']],
    ['the packages can be published', 'npm', ['run', 'package', '--silent']],
  ],
  [
    ['types are sound', 'npm', ['run', 'types', '--silent']],
    ['the code is linted and formatted', 'npm', ['run', 'lint', '--silent']],
    ['imports run one way', 'npm', ['run', 'imports', '--silent']],
  ],
];

const total = { passed: 0, failed: 0, skipped: 0 };
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const check = async ([title, command, args]) => {
  const since = performance.now();
  const { code, output } = await run(command, args);
  total[code === 0 ? 'passed' : 'failed']++;
  console.log(`${code === 0 ? '✓' : '✗'} ${title} (${seconds(since)})`);
  if (code !== 0) console.log(output);
};

await Promise.all(
  LANES.map(async (checks) => {
    for (const each of checks) await check(each);
  }),
);

const report = join(tmpdir(), `rxim-specs-${process.pid}.json`);
const { code } = await run('npx', ['jest', '--json', `--outputFile=${report}`, ...process.argv.slice(2)], {
  echo: 'errors',
});
try {
  const specs = JSON.parse(readFileSync(report, 'utf8'));
  total.passed += specs.numPassedTests;
  total.failed += specs.numFailedTests + specs.numRuntimeErrorTestSuites;
  total.skipped += specs.numPendingTests;
} catch {
  total.failed++;
}
rmSync(report, { force: true });
if (code !== 0 && total.failed === 0) total.failed++;

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`Tests: ${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
