// Jest reads every file of every package anew for every spec, and rxjs alone has two hundred. Those that nearly all specs
// load are read as one file each: bundled before the first spec, once for each version.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const FOLDER = 'node_modules/.cache/jest-vendor';

/** Packages by name, with the entries that are used of each. */
const PACKAGES = {
  rxjs: ['rxjs', 'rxjs/operators', 'rxjs/testing'],
  kysely: ['kysely'],
  '@sinclair/typebox': ['@sinclair/typebox', '@sinclair/typebox/compiler', '@sinclair/typebox/value'],
  fastify: ['fastify'],
  'socket.io': ['socket.io'],
  'prom-client': ['prom-client'],
};
const ENTRIES = Object.values(PACKAGES).flat();

/** For `moduleNameMapper`. */
export const vendorMapper = {
  [`^(${ENTRIES.map((entry) => entry.replace('.', '\\.')).join('|')})$`]: `<rootDir>/${FOLDER}/$1.cjs`,
};

const versionOf = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;

export default async () => {
  for (const [name, entries] of Object.entries(PACKAGES)) {
    const bundle = join(FOLDER, `${name.replace('/', '-')}-${versionOf(name)}.cjs`);
    const shims = entries.map((entry) => ({ entry, file: join(FOLDER, `${entry}.cjs`) }));
    if ([bundle, ...shims.map(({ file }) => file)].every((file) => existsSync(file))) continue;
    const exports = entries.map((entry) => `'${entry}': require('${entry}')`);
    await build({
      stdin: { contents: `module.exports = { ${exports.join(', ')} };`, resolveDir: '.' },
      outfile: bundle,
      bundle: true,
      platform: 'node',
      target: 'node20',
      external: [...ENTRIES.filter((entry) => !entries.includes(entry)), 'ws', 'pino'],
      logLevel: 'error',
    });
    for (const { entry, file } of shims) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `module.exports = require('./${relative(dirname(file), bundle)}')['${entry}'];\n`);
    }
  }
};
