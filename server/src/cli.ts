#!/usr/bin/env node
import { readCommand, usage } from './config/command-line';
import { version } from '../package.json';

const main = async (): Promise<void> => {
  const command = readCommand(process.argv.slice(2), process.env);
  switch (command.kind) {
    case 'help':
      process.stdout.write(usage());
      break;
    case 'version':
      process.stdout.write(`${version}\n`);
      break;
    case 'serve': {
      // Who only asks, or mistypes, does not wait for a server to load.
      const { serve } = await import('./serve');
      await serve(command.options);
    }
  }
};

main().catch((error: unknown) => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  process.stderr.write(`rxim-server: ${line}\n`);
  process.exitCode = 1;
});
