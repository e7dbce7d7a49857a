import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' },
    format: ['esm', 'cjs'],
    // rxim is part of the build, not a dependency: of the client the server needs the protocol alone.
    dts: {
      entry: {
        index: '../temp/declarations/server/src/index.d.ts',
        testing: '../temp/declarations/server/src/testing/index.d.ts',
      },
      resolve: ['rxim'],
    },
    noExternal: ['rxim'],
    // __dirname in the ESM build.
    shims: true,
    sourcemap: true,
    target: 'node20',
  },
  {
    // Programs: nobody imports them. sharp-thumbnails.ts looks for its child beside itself, so all are in one folder.
    entry: { cli: 'src/cli.ts', 'thumbnail-child': 'src/blobs/thumbnail-child.js' },
    format: 'esm',
    noExternal: ['rxim'],
    shims: true,
    sourcemap: true,
    target: 'node20',
  },
]);
