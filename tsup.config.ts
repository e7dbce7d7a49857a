import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'operators/index': 'src/operators/index.ts',
    'protocol/index': 'src/protocol/index.ts',
    'ml/index': 'src/ml/index.ts',
  },
  format: ['esm', 'cjs'],
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  // ky is published as ESM only; inside, it reaches CommonJS users too.
  noExternal: ['ky'],
});
