// Builds both packages into dist/. With --missing: only what has not been built yet.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const PACKAGES = [
  { name: 'rxim', cwd: '.', built: ['dist/index.js', 'dist/rxim.js'] },
  { name: 'rxim-server', cwd: 'server', built: ['server/dist/cli.js'] },
];

/** Packages that the server's build contains, see server/tsup.config.ts, and the files with their licenses. */
const COMPILED_IN = { kysely: 'LICENSE', '@sinclair/typebox': 'license' };
const licenseOf = ([name, file]) => `${name}\n\n${readFileSync(join('node_modules', name, file), 'utf8')}`;

export const build = async ({ missing = false } = {}) => {
  const due = PACKAGES.filter(({ built }) => !missing || !built.every((file) => existsSync(file)));
  if (due.length === 0) return;
  await declare();
  for (const { name, cwd } of due) {
    console.log(`Building ${name} …`);
    rmSync(join(cwd, 'dist'), { recursive: true, force: true });
    const { code, output } = await run('npx', ['tsup', '--silent'], { cwd });
    if (code !== 0) throw new Error(`${name} could not be built:\n${output}`);
  }
  writeFileSync(
    'server/dist/third-party-licenses.txt',
    Object.entries(COMPILED_IN).map(licenseOf).join('\n\n'),
  );
};

/** Writes the declarations of all modules that the packages export, for tsup to bundle. */
const declare = async () => {
  rmSync('temp/declarations', { recursive: true, force: true });
  const { code, output } = await run('node', [
    'node_modules/typescript-7/bin/tsc',
    '-p',
    'tsconfig.declarations.json',
  ]);
  if (code !== 0) throw new Error(`The declarations could not be made:\n${output}`);
};

if (process.argv[1]?.endsWith('build.mjs')) await build({ missing: process.argv.includes('--missing') });
