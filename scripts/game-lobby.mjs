// `npm run lobby`: builds what is missing and plays examples/game-lobby in the terminal, with the arguments that follow `--`.
import { fork } from 'node:child_process';
import { build } from './build.mjs';

await build({ missing: true });
const game = fork('examples/game-lobby/index.ts', process.argv.slice(2), {
  execArgv: ['--import', 'tsx'],
  env: { ...process.env, TSX_TSCONFIG_PATH: 'examples/tsconfig.json' },
});
game.on('exit', (code) => process.exit(code ?? 1));
