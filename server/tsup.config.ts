import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', cli: 'src/cli.ts', 'testing/index': 'src/testing/index.ts' },
  format: ['esm', 'cjs'],
  // rxim is part of the build, not a dependency: of the client the server needs the protocol alone.
  dts: { resolve: ['rxim'] },
  noExternal: ['rxim'],
  sourcemap: true,
  clean: true,
  target: 'node20',
});
