// The one gate: everything that has to hold before a change is merged. Each check counts as one test, a spec as one each.
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

const BUILD = ['the packages build', 'npm', ['run', 'build', '--silent']];
const SOURCES = [
  ['types are sound', 'npm', ['run', 'types', '--silent']],
  ['the code is linted and formatted', 'npm', ['run', 'lint', '--silent']],
  ['imports run one way', 'npm', ['run', 'imports', '--silent']],
];
/** They need the build. */
const PACKAGES = [
  ['nothing is unused', 'npm', ['run', 'unused', '--silent']],
  ['the packages can be published', 'npm', ['run', 'package', '--silent']],
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

const checkAll = async (checks) => {
  for (const each of checks) await check(each);
};

const specs = async () => {
  const report = join(tmpdir(), `rxim-specs-${process.pid}.json`);
  const { code } = await run('npx', ['jest', '--json', `--outputFile=${report}`, ...process.argv.slice(2)], {
    echo: 'errors',
  });
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    total.passed += numPassedTests;
    total.failed += numFailedTests + numRuntimeErrorTestSuites;
    total.skipped += numPendingTests;
    if (code !== 0 && numFailedTests + numRuntimeErrorTestSuites === 0) total.failed++;
  } catch {
    total.failed++;
  }
  rmSync(report, { force: true });
};

// Specs wait as often as they compute; the checks of the sources, which only compute, run beside them.
const built = check(BUILD);
await Promise.all([
  built.then(specs),
  checkAll(SOURCES)
    .then(() => built)
    .then(() => checkAll(PACKAGES)),
]);

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`Tests: ${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
