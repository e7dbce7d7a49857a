import { build, type Metafile } from 'esbuild';
import { existsSync } from 'node:fs';

type Output = Metafile['outputs'][string];

/** Bundles a program that imports from the built package, by its name, as an application's bundler would. */
const bundle = async (code: string, resolution: { mainFields?: string[]; conditions?: string[] } = {}) => {
  if (!existsSync('dist/index.js')) throw new Error('What is bundled is what was built: npm run build');
  const { metafile, outputFiles } = await build({
    stdin: { contents: code, resolveDir: process.cwd(), sourcefile: 'app.js' },
    outdir: 'out',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
    // Not that of this repository, whose paths lead into the sources.
    tsconfigRaw: {},
    ...resolution,
  });
  const outputs = Object.values(metafile.outputs);
  const entry = outputs.find(({ entryPoint }) => entryPoint === 'app.js');
  if (!entry) throw new Error('esbuild made no entry');
  return { outputs, eager: eagerlyLoaded(entry, metafile), text: outputFiles.map((f) => f.text) };
};

/** The entry and what it imports, but not what it loads later. */
const eagerlyLoaded = (entry: Output, { outputs }: Metafile): readonly Output[] => {
  const found = new Set([entry]);
  for (const { imports } of found)
    for (const { kind, path } of imports)
      if (kind === 'import-statement' && outputs[path]) found.add(outputs[path]);
  return [...found];
};

/** Files of which something is in these outputs. */
const inputsOf = (outputs: readonly Output[]): readonly string[] =>
  outputs.flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );

const bytesOf = (outputs: readonly Output[], name: RegExp): number =>
  outputs
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path]) => name.test(path))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);

describe('an application that imports createIm alone', () => {
  const APP = "import { createIm } from 'rxim'; createIm(globalThis.options).connect();";

  it('loads neither live views, paging nor uploads before they are used', async () => {
    const { eager, outputs } = await bundle(APP);
    const eagerly = inputsOf(eager);
    const later = inputsOf(outputs).filter((path) => !eagerly.includes(path));

    expect(eagerly.filter((path) => /views|pages|upload/.test(path))).toEqual([]);
    expect(later.filter((path) => path.includes('dist/live-views-'))).toHaveLength(1);
    expect(later.filter((path) => path.includes('dist/pages-'))).toHaveLength(1);
    expect(later.filter((path) => path.includes('dist/upload-'))).toHaveLength(1);
  });

  it('has nothing of the facade, of Node or of ws in it', async () => {
    const { outputs, text } = await bundle(APP);

    expect(
      inputsOf(outputs).filter((path) => /dist\/(ml|node|operators)\/|node_modules\/ws\//.test(path)),
    ).toEqual([]);
    expect(inputsOf(outputs)).toContain('node_modules/isomorphic-ws/browser.js');
    for (const code of text) expect(code).not.toMatch(/["']node:|ML\.im/);
  });

  it('leaves out the operators and storages that it does not use', async () => {
    const { outputs: little } = await bundle(APP);
    const { outputs: all } = await bundle(
      "import * as rxim from 'rxim'; globalThis.rxim = rxim; import * as operators from 'rxim/operators'; globalThis.o = operators;",
    );
    const ours = /dist\/chunk-/;
    const names = ['indexedDB', 'localStorage'];

    expect(bytesOf(little, ours)).toBeLessThan(bytesOf(all, ours) - 3_000);
    const { text } = await bundle(APP);
    for (const name of names) expect(text.join('')).not.toContain(name);
  });

  it.each([
    ['React Native', { mainFields: ['react-native', 'browser', 'main'], conditions: ['react-native'] }],
    ['a bundler without exports conditions of browsers', { mainFields: ['browser', 'module', 'main'] }],
  ])('is resolved without code of Node by %s', async (_, resolution) => {
    const { outputs } = await bundle(APP, resolution);

    expect(inputsOf(outputs)).toContain('node_modules/isomorphic-ws/browser.js');
    expect(inputsOf(outputs).filter((path) => path.includes('node_modules/ws/'))).toEqual([]);
  });
});

describe('an application that imports a value', () => {
  it.each([
    ['rxim/protocol', "import { Media } from 'rxim/protocol'; console.log(Media);", 4_000],
    ['rxim/operators', "import { ofMedia } from 'rxim/operators'; console.log(ofMedia);", 400],
    ['rxim without using it', "import 'rxim';", 1],
  ])('of %s gets little more of rxim than that', async (_, code, limit) => {
    const { eager } = await bundle(code);

    expect(bytesOf(eager, /dist\/(?!esm)/)).toBeLessThan(limit);
  });
});
