// What a stranger's project needs of the published packages: right metadata, types for every way to import, both module
// systems, no change of the public interface by accident, and no more bytes than promised.
import { run } from './run.mjs';

const CHECKS = [
  ['rxim: publint', 'npx', ['publint', '--strict', '.']],
  ['rxim-server: publint', 'npx', ['publint', '--strict', 'server']],
  [
    'rxim: types for every import',
    'npx',
    [
      'attw',
      ...['--pack', '.', '--profile', 'node16'],
      ...['--exclude-entrypoints', './rxim.js', './ML.im.js', './angular'],
    ],
  ],
  [
    'rxim/angular: types for ESM, the only thing that Angular is',
    'npx',
    ['attw', '--pack', '.', '--profile', 'esm-only', '--entrypoints', './angular'],
  ],
  ['rxim-server: types for every import', 'npx', ['attw', '--pack', 'server', '--profile', 'node16']],
  ['rxim: ESM', 'node', ['--input-type=module', '-e', "import { createIm } from 'rxim'; createIm.call"]],
  ['rxim: CommonJS', 'node', ['-e', "require('rxim').createIm.call"]],
  [
    'rxim-server: ESM',
    'node',
    ['--input-type=module', '-e', "import { createServer } from 'rxim-server'; createServer.call"],
  ],
  ['rxim-server: CommonJS', 'node', ['-e', "require('rxim-server').createServer.call"]],
  ['the public interface is that of etc/', 'node', ['scripts/api-reports.mjs']],
  ['size', 'npx', ['size-limit']],
];

let failed = 0;
for (const [title, command, args] of CHECKS) {
  const { code, output } = await run(command, args);
  if (code === 0) continue;
  failed++;
  console.log(`✗ ${title}\n${output}`);
}
process.exitCode = failed === 0 ? 0 : 1;
