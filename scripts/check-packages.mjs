// What a stranger's project needs of the published packages: right metadata, types for every way to import, both module
// systems, no change of the public interface by accident, and no more bytes than promised.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'rxim-packed-'));

const pack = async () => {
  const { code, output } = await run('npm', [
    ...['pack', '.', './server', '--ignore-scripts', '--silent', '--pack-destination', folder],
  ]);
  if (code !== 0) throw new Error(`the packages could not be packed:\n${output}`);
  return output
    .trim()
    .split('\n')
    .map((file) => join(folder, file));
};

const tool = (name, ...args) => [`node_modules/.bin/${name}`, args];
const program = (code) => ['node', ['-e', code]];
const module = (code) => ['node', ['--input-type=module', '-e', code]];

const [client, server] = await pack();
const checks = {
  'rxim: publint': tool('publint', 'run', '--strict', client),
  'rxim-server: publint': tool('publint', 'run', '--strict', server),
  'rxim: types for every import': tool(
    'attw',
    ...[client, '--profile', 'node16', '--exclude-entrypoints', './rxim.js', './ML.im.js', './angular'],
  ),
  'rxim/angular: types for ESM, the only thing that Angular is': tool(
    'attw',
    ...[client, '--profile', 'esm-only', '--entrypoints', './angular'],
  ),
  'rxim-server: types for every import': tool('attw', server, '--profile', 'node16'),
  'rxim: ESM': module("import { createIm } from 'rxim'; createIm.call"),
  'rxim: CommonJS': program("require('rxim').createIm.call"),
  'rxim-server: ESM': module("import { createServer } from 'rxim-server'; createServer.call"),
  'rxim-server: CommonJS': program("require('rxim-server').createServer.call"),
  'the public interface is that of etc/': ['node', ['scripts/api-reports.mjs']],
  size: tool('size-limit'),
};

for (const [title, [command, args]] of Object.entries(checks)) {
  const { code, output } = await run(command, args);
  if (code === 0) continue;
  process.exitCode = 1;
  console.log(`✗ ${title}\n${output}`);
}
rmSync(folder, { recursive: true });
