import { defineConfig } from 'tsup';

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
    clean: true,
    target: 'es2022',
  },
  {
    // For a script tag: one file, rxjs inside, syntax that the WebViews of old phones understand.
    entry: { 'ML.im': 'src/ml/global.ts' },
    format: 'iife',
    platform: 'browser',
    target: 'es2017',
    minify: true,
    sourcemap: true,
    noExternal: [/.*/],
    outExtension: () => ({ js: '.js' }),
  },
]);
