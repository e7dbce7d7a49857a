// node bundle.mjs esbuild|vite|webpack: bundles page.js into <bundler>/, and fails at the first warning.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const HTML =
  '<!doctype html><meta charset="utf-8" /><body><script type="module" src="./page.js"></script></body>\n';

const BUNDLERS = {
  esbuild: async (outdir) => {
    const { build } = await import('esbuild');
    const { warnings } = await build({
      entryPoints: ['page.ts'],
      outdir,
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      logLevel: 'silent',
    });
    writeFileSync(`${outdir}/index.html`, HTML);
    return warnings.map(({ text }) => text);
  },
  vite: async (outDir) => {
    const { build, createLogger } = await import('vite');
    const warnings = [];
    const customLogger = createLogger('silent');
    customLogger.warn = customLogger.warnOnce = (message) => warnings.push(message);
    writeFileSync('index.html', HTML.replace('page.js', 'page.ts'));
    await build({ configFile: false, customLogger, build: { outDir, target: 'es2022' } });
    return warnings;
  },
  webpack: async (path) => {
    const { default: webpack } = await import('webpack');
    const { transform } = await import('esbuild');
    const { readFileSync } = await import('node:fs');
    // Only the types are gone; all imports are webpack's to resolve.
    const { code } = await transform(readFileSync('page.ts', 'utf8'), { loader: 'ts', target: 'es2022' });
    writeFileSync('page.mjs', code);
    const stats = await new Promise((done, fail) =>
      webpack(
        {
          mode: 'production',
          entry: './page.mjs',
          output: { path, filename: 'page.js' },
          performance: false,
          // Minifying is not what is looked at, and takes the longest.
          optimization: { minimize: false },
        },
        (error, result) => (error ? fail(error) : done(result)),
      ),
    );
    writeFileSync(`${path}/index.html`, HTML);
    return stats
      .toJson({ all: false, warnings: true, errors: true })
      .warnings.concat(stats.toJson({ all: false, errors: true }).errors)
      .map(({ message }) => message);
  },
};

const [, , name] = process.argv;
const folder = resolve(name);
mkdirSync(folder, { recursive: true });
const warnings = await BUNDLERS[name](folder);
if (warnings.length > 0) throw new Error(warnings.join('\n'));
