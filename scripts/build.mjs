// Builds both packages into dist/. With --missing: only what has not been built yet.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const PACKAGES = [
  { name: 'rxim', cwd: '.', built: ['dist/index.js', 'dist/rxim.js'] },
  { name: 'rxim-server', cwd: 'server', built: ['server/dist/cli.js'] },
];

export const build = async ({ missing = false } = {}) => {
  for (const { name, cwd, built } of PACKAGES) {
    if (missing && built.every((file) => existsSync(file))) continue;
    console.log(`Building ${name} …`);
    rmSync(join(cwd, 'dist'), { recursive: true, force: true });
    const { code, output } = await run('npx', ['tsup', '--silent'], { cwd });
    if (code !== 0) throw new Error(`${name} could not be built:\n${output}`);
  }
};

if (process.argv[1]?.endsWith('build.mjs')) await build({ missing: process.argv.includes('--missing') });
