// `npm run lobby`: builds what is missing, then plays examples/game-lobby in the terminal, with the arguments that follow `--`;
// or, with `--page`, serves its page for people until Ctrl-C.
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';

const servePage = async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      page: { type: 'boolean' },
      port: { type: 'string', default: '8789' },
      server: { type: 'string' },
      'client-key': { type: 'string', default: 'demo-client-key' },
    },
  });
  const { createServer } = await import('rxim-server');
  const { serveLobby } = await import('./lobby-page.mjs');
  const own =
    values.server === undefined
      ? await createServer({ port: 0, data: ':memory:', trustUserIds: true })
      : undefined;
  const app = own?.apps[0] ?? { id: 'demo', clientKey: values['client-key'] };
  const page = await serveLobby({
    server: own?.url ?? values.server,
    appId: app.id,
    clientKey: app.clientKey,
    port: Number(values.port),
  });
  console.log(`Connect four, in the browser: ${page.url}
  Two windows side by side:  ${page.url}?user=ada
                             ${page.url}?user=bob

Ctrl-C ends it.`);
  const end = async () => {
    await page.close();
    await own?.close();
    process.exit();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
};

const playInTerminal = (args) => {
  const game = fork('examples/game-lobby/index.ts', args, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TSX_TSCONFIG_PATH: 'examples/tsconfig.built.json' },
  });
  game.on('exit', (code) => process.exit(code ?? 1));
};

await build({ missing: true });
const args = process.argv.slice(2);
if (args.includes('--page') && !args.includes('--help')) await servePage(args);
else playInTerminal(args);
