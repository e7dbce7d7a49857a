#!/usr/bin/env node
import { collectDefaultMetrics } from 'prom-client';
import { destination, pino } from 'pino';
import { readCommand, usage } from './config/command-line';
import type { ServerOptions } from './config/options';
import { createServer, type RximServer } from './create-server';
import { version } from '../package.json';

/** Keys are no log lines: they are for whoever sits at this terminal, once. */
const tellKeys = ({ freshApps }: RximServer): void => {
  for (const { id, clientKey, masterKey } of freshApps) {
    process.stderr.write(
      `New keys of application "${id}":\n  client key  ${clientKey}\n  master key  ${masterKey}\n`,
    );
  }
};

const serve = async (options: ServerOptions): Promise<void> => {
  const log = pino(destination({ dest: 2, sync: true }));
  const server = await createServer({ ...options, log });
  collectDefaultMetrics({ register: server.metrics });
  tellKeys(server);
  process.stdout.write(`rxim-server listening on ${server.url}\n`);

  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'stopped with an error');
        process.exit(1);
      },
    );
    // Who asks twice does not want to wait.
    process.once(signal, () => process.exit(1));
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);
};

const main = async (): Promise<void> => {
  const command = readCommand(process.argv.slice(2), process.env);
  switch (command.kind) {
    case 'help':
      process.stdout.write(usage());
      break;
    case 'version':
      process.stdout.write(`${version}\n`);
      break;
    case 'serve':
      await serve(command.options);
  }
};

main().catch((error: unknown) => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  process.stderr.write(`rxim-server: ${line}\n`);
  process.exitCode = 1;
});
