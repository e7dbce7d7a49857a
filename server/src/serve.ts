import { destination, pino } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import type { ServerOptions } from './config/options';
import { createServer, type RximServer } from './create-server';

/** Keys are no log lines: they are for whoever sits at this terminal, once. */
const tellKeys = ({ freshApps }: RximServer): void => {
  for (const { id, clientKey, masterKey } of freshApps) {
    const lines = [
      `New keys of application "${id}":`,
      clientKey && `  client key  ${clientKey}`,
      masterKey && `  master key  ${masterKey}`,
    ];
    process.stderr.write(`${lines.filter(Boolean).join('\n')}\n`);
  }
};

/** A server that is this process: it logs to standard error and goes with a signal. Resolves when it listens. */
export const serve = async (options: ServerOptions): Promise<void> => {
  const log = pino(destination({ dest: 2, sync: true }));
  const server = await createServer({ ...options, log });
  collectDefaultMetrics({ register: server.metrics });
  tellKeys(server);

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
  process.stdout.write(`rxim-server listening on ${server.url}\n`);
};
