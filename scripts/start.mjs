// `npm start`: builds what is missing, starts a server with a database in demo-data/, plays examples/quickstart against it,
// and keeps serving, examples/browser-chat and examples/game-lobby too, until Ctrl-C. `npm start -- --once` ends after the
// demonstration, with its exit code.
import { fork, spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { serveBrowserChat } from './browser-chat.mjs';
import { build } from './build.mjs';
import { serveLobby } from './lobby-page.mjs';

const APP = ['--app-id', 'demo', '--client-key', 'demo-client-key', '--master-key', 'demo-master-key'];
const once = process.argv.includes('--once');

await build({ missing: true });
mkdirSync('demo-data', { recursive: true });
const log = openSync('demo-data/server.log', 'a');

/** Starts the server; resolves with the process and its address when it is ready. */
const serve = (port) =>
  new Promise((resolve, reject) => {
    const args = [
      'server/dist/cli.js',
      '--port',
      String(port),
      '--data',
      'demo-data',
      '--trust-user-ids',
      ...APP,
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', log] });
    child.stdout.setEncoding('utf8').on('data', (line) => {
      const url = /http:\S+/.exec(line)?.[0];
      if (url) resolve({ child, url });
    });
    child.on('exit', (code) =>
      reject(new Error(`The server ended with code ${code}; demo-data/server.log says why`)),
    );
  });

const stop = ({ child }) =>
  new Promise((resolve) => {
    child.removeAllListeners('exit').on('exit', resolve);
    child.kill('SIGTERM');
  });

let server;
try {
  server = await serve(once ? 0 : 8787);
} catch (error) {
  if (once) throw error;
  console.log('Port 8787 is taken, so another one is used.');
  server = await serve(0);
}
const { url } = server;
const port = new URL(url).port;
console.log(
  `The server listens on ${url} and keeps its database in demo-data/. It trusts every user id: for trying out only.`,
);

const demo = fork('examples/quickstart/index.ts', {
  execArgv: ['--import', 'tsx'],
  env: { ...process.env, RXIM_SERVER: url, TSX_TSCONFIG_PATH: 'examples/tsconfig.built.json' },
});
demo.on('message', async () => {
  await stop(server);
  console.log(`${'server'.padEnd(12)} is gone`);
  server = await serve(port);
  console.log(`${'server'.padEnd(12)} is back`);
});
const code = await new Promise((resolve) => demo.on('exit', resolve));

const end = async () => {
  await stop(server);
  process.exit(code ?? 1);
};
if (once || code !== 0) await end();
const chat = await serveBrowserChat({
  server: url,
  appId: 'demo',
  clientKey: 'demo-client-key',
  people: ['alice', 'bob'],
  port: 8788,
});
const lobby = await serveLobby({ server: url, appId: 'demo', clientKey: 'demo-client-key', port: 8789 });
console.log(`
That was examples/quickstart. The server goes on at ${url} (app id demo, client key demo-client-key).

A chat to try in the browser: ${chat.url}
  Two windows side by side:  ${chat.url}?user=alice
                             ${chat.url}?user=bob
And a game for two, or against a bot: ${lobby.url}

Ctrl-C ends all of it.`);
process.once('SIGINT', end).once('SIGTERM', end);
