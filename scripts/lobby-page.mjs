import { build } from 'esbuild';
import { servePage } from './serve-page.mjs';

/** Bundles examples/game-lobby/page for a server and its application, and serves it. */
export const serveLobby = async ({ server, appId, clientKey, port }) => {
  const { outputFiles } = await build({
    entryPoints: ['examples/game-lobby/page/main.ts'],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    define: { CONFIG: JSON.stringify({ server, appId, clientKey }) },
    write: false,
  });
  return servePage({
    folder: 'examples/game-lobby/page',
    texts: { '/lobby.js': outputFiles[0].text },
    server,
    port,
  });
};
