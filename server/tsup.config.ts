import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    cli: 'src/cli.ts',
    testing: 'src/testing/index.ts',
    // All in one folder: sharp-thumbnails.ts looks for this one beside itself.
    'thumbnail-child': 'src/blobs/thumbnail-child.js',
  },
  format: ['esm', 'cjs'],
  // rxim is part of the build, not a dependency: of the client the server needs the protocol alone.
  dts: {
    entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' },
    resolve: ['rxim'],
  },
  noExternal: ['rxim'],
  // __dirname in the ESM build.
  shims: true,
  sourcemap: true,
  clean: true,
  target: 'node20',
});
