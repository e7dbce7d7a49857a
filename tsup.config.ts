import { readFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';
import { ErrorCode, Media, PeerType } from './src/protocol';

const entry = {
  index: 'src/index.ts',
  'protocol/index': 'src/protocol/index.ts',
  'ml/index': 'src/ml/index.ts',
  'node/index': 'src/node/index.ts',
  'webpush/index': 'src/webpush/index.ts',
};
// By themselves: a chunk that the client shares with them would cost it more than the few functions that are in both.
const operators = { 'operators/index': 'src/operators/index.ts' };
// Angular is ESM only. It uses the client by the package's own name, so that there is one client in an application.
const angular = { 'angular/index': 'src/angular/index.ts' };

/** Declarations are bundled from those that scripts/build.mjs has TypeScript 7 write. */
const declarations = (of: Record<string, string>): NonNullable<Options['dts']> => ({
  entry: Object.fromEntries(
    Object.entries(of).map(([name, file]) => [name, `temp/declarations/${file.replace(/\.ts$/, '.d.ts')}`]),
  ),
});

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const TABLES: Readonly<Record<string, Readonly<Record<string, number>>>> = { ErrorCode, Media, PeerType };

/**
 * Writes numbers of the protocol where the code names them, as esbuild does with enums: so a bundle has no table that only
 * others need.
 */
const withNumbers = (code: string): string =>
  code.replace(/(?<!typeof )\b(ErrorCode|Media|PeerType)\.(\w+)/g, (named, table: string, name: string) =>
    String(TABLES[table]?.[name] ?? named),
  );

/** Has in the file what would be loaded later: esbuild would wrap every module that can be reached from there in a function. */
const withoutLoading = (code: string): string => {
  const imports: string[] = [];
  const loaded = code.replace(/\bimport\(('[./\w-]+')\)/g, (_, path: string) => {
    const name = `lazy${imports.length}`;
    // On the first line, so that the source map fits.
    imports.push(`import * as ${name} from ${path}; `);
    return `Promise.resolve(${name})`;
  });
  return imports.join('') + loaded;
};

const rewrite = (name: string, change: (code: string) => string): Plugin => ({
  name,
  setup: (build) =>
    build.onLoad({ filter: /src\/.*\.ts$/ }, async ({ path }) => ({
      contents: change(await readFile(path, 'utf8')),
      loader: 'ts',
    })),
});

/** For a script tag: one file, rxjs inside. */
const script: Options = {
  format: 'iife',
  platform: 'browser',
  minify: true,
  sourcemap: true,
  noExternal: [/.*/],
  outExtension: () => ({ js: '.js' }),
  esbuildPlugins: [rewrite('one file', (code) => withoutLoading(withNumbers(code)))],
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

/** For `import` and `require`, from Node 20 and from bundlers. */
const modules = (of: Record<string, string>): Options => ({
  entry: of,
  format: ['esm', 'cjs'],
  dts: declarations(of),
  sourcemap: true,
  target: 'es2022',
  // Also makes one import of each package in a file.
  treeshake: true,
  plugins: [bareImports],
  esbuildPlugins: [rewrite('numbers', withNumbers)],
});

export default defineConfig([
  modules(entry),
  modules(operators),
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
