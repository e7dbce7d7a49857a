import { defineConfig, type Options } from 'tsup';

const entry = {
  index: 'src/index.ts',
  'operators/index': 'src/operators/index.ts',
  'protocol/index': 'src/protocol/index.ts',
  'ml/index': 'src/ml/index.ts',
  'node/index': 'src/node/index.ts',
  'webpush/index': 'src/webpush/index.ts',
};
// Angular is ESM only. It uses the client by the package's own name, so that there is one client in an application.
const angular = { 'angular/index': 'src/angular/index.ts' };

/** Declarations are bundled from those that scripts/build.mjs has TypeScript 7 write. */
const declarations = (of: Record<string, string>): NonNullable<Options['dts']> => ({
  entry: Object.fromEntries(
    Object.entries(of).map(([name, file]) => [name, `temp/declarations/${file.replace(/\.ts$/, '.d.ts')}`]),
  ),
});

/** For a script tag: one file, rxjs inside. */
const script: Options = {
  format: 'iife',
  platform: 'browser',
  minify: true,
  sourcemap: true,
  noExternal: [/.*/],
  outExtension: () => ({ js: '.js' }),
};

/**
 * esbuild imports every shared chunk wherever it may be needed, for its side effects. There are none, as package.json says, and
 * bundlers warn of such imports.
 */
const bareImports = {
  name: 'no bare imports of chunks',
  renderChunk: (code: string, { map = null }: { map?: string | object | null }) => ({
    // The lines stay, so that the source map fits.
    code: code.replace(/^import ".\/chunk-\w+\.js";$/gm, ''),
    map,
  }),
};

export default defineConfig([
  {
    entry,
    format: ['esm', 'cjs'],
    dts: declarations(entry),
    sourcemap: true,
    target: 'es2022',
    plugins: [bareImports],
  },
  {
    entry: angular,
    format: ['esm'],
    dts: declarations(angular),
    sourcemap: true,
    target: 'es2022',
    external: ['rxim', /^@angular\//],
  },
  {
    ...script,
    entry: { rxim: 'src/global.ts' },
    globalName: 'rxim',
    target: 'es2020',
  },
  {
    ...script,
    entry: { 'ML.im': 'src/ml/global.ts' },
    // The WebViews of old phones understand it.
    target: 'es2017',
  },
]);
