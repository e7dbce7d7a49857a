import { defineConfig, type Options } from 'tsup';

/** For a script tag: one file, rxjs inside. */
const script: Options = {
  format: 'iife',
  platform: 'browser',
  minify: true,
  sourcemap: true,
  noExternal: [/.*/],
  outExtension: () => ({ js: '.js' }),
};

export default defineConfig([
  {
    entry: {
      index: 'src/index.ts',
      'operators/index': 'src/operators/index.ts',
      'protocol/index': 'src/protocol/index.ts',
      'ml/index': 'src/ml/index.ts',
      'node/index': 'src/node/index.ts',
    },
    format: ['esm', 'cjs'],
    dts: true,
    sourcemap: true,
    target: 'es2022',
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
