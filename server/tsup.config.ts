import { defineConfig } from 'tsup';

// Hundreds of small files each, a third of the time that a server takes to start: as part of the build they are a few.
const COMPILED_IN = ['rxim', 'kysely', /^@sinclair\/typebox/];

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
    noExternal: COMPILED_IN,
    // __dirname in the ESM build.
    shims: true,
    sourcemap: true,
    target: 'node20',
  },
  {
    // Programs: nobody imports them. sharp-thumbnails.ts looks for its child beside itself, so all are in one folder.
    entry: { cli: 'src/cli.ts', 'thumbnail-child': 'src/blobs/thumbnail-child.js' },
    format: 'esm',
    noExternal: COMPILED_IN,
    shims: true,
    sourcemap: true,
    target: 'node20',
  },
]);
