import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Registry } from 'prom-client';
import { NAMESPACE } from 'rxim/protocol';
import { appsOf, completeConfig } from './config/complete';
import { ConfigError } from './config/config-error';
import { completeKeys } from './config/keys';
import type { ServerOptions } from './config/options';
import { Admission } from './gateway/admission';
import { Gateway } from './gateway/gateway';
import { createHub } from './gateway/hub';
import { createSocketServer } from './gateway/socket-server';
import { addCors } from './http/cors';
import { createHttp } from './http/create-http';
import { addOperations } from './http/operations';
import { trackSockets } from './http/track-sockets';
import type { Store } from './ports/store';
import { registerRoutes } from './routes';
import type { AppConfig, Config, Context } from './services/context';
import { Delivery } from './services/delivery';
import { guestAuthenticator } from './services/login/guest';
import { userIdAuthenticator } from './services/login/user-id';
import { Metrics } from './services/metrics';
import { originPolicy } from './services/origin';
import { Presence } from './services/presence';
import { createTokens } from './services/tokens';
import { shutdown, type Running } from './shutdown';
import { createSqliteStore } from './store';

export interface RximServer {
  /** Where it listens, like `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly port: number;
  /** The applications that it serves, with their keys. */
  readonly apps: readonly AppConfig[];
  /** Those of them that got a key at this start, which nobody knows yet. */
  readonly freshApps: readonly AppConfig[];
  /** What `GET /metrics` tells; more can be added. */
  readonly metrics: Registry;
  /** Stops accepting, answers what is in flight, says goodbye to the clients, and closes. Idempotent. */
  close(): Promise<void>;
}

const DEFAULTS = { host: '127.0.0.1', port: 8787, data: './rxim-data' };

/**
 * Starts a server in this process; resolves when it listens. The options are those of `rxim-server --help`.
 *
 * @throws ConfigError, or what the database and the network have against it, each in a message of one line
 */
export const createServer = async (options: ServerOptions = {}): Promise<RximServer> => {
  const { data, database } = { ...DEFAULTS, ...options };
  if (options.redis !== undefined) throw new ConfigError('redis: this version runs on one node only');
  const apps = appsOf(options);
  const store = await createSqliteStore({ data });
  try {
    const keys = completeKeys(apps, database === undefined ? data : undefined);
    const config = completeConfig(options, keys.apps);
    return { ...(await serve(options, config, store)), apps: keys.apps, freshApps: keys.fresh };
  } catch (error) {
    await store.close();
    throw error;
  }
};

const serve = async (
  options: ServerOptions,
  config: Config,
  store: Store,
): Promise<Omit<RximServer, 'apps' | 'freshApps'>> => {
  const { host, port } = { ...DEFAULTS, ...options };
  const log = options.log ?? pino({ level: 'silent' });
  const metrics = new Metrics();
  const originAllowed = originPolicy({ ...config, host, publicUrl: options.publicUrl });

  const http = createHttp(config, log);
  const sockets = trackSockets(http.server);
  const admission = new Admission({ config, originAllowed });
  const io = createSocketServer({ http: http.server, config, originAllowed, admission });
  const hub = createHub(io.of(NAMESPACE));
  const tokens = createTokens(config, await store.secret('session-token'));
  const deliver = new Delivery({ store, hub, limits: config.limits, metrics, log });
  const publicUrl = (): string => options.publicUrl ?? urlOf(host, http.server.address() as AddressInfo);
  const context: Context = { config, store, hub, tokens, deliver, log, publicUrl };
  const gateway = new Gateway({
    ...context,
    io,
    admission,
    metrics,
    delivery: deliver,
    presence: new Presence({ hub, friends: store.friends, log }),
    authenticators: {
      client: userIdAuthenticator(store.users, config),
      passenger: guestAuthenticator(store.guests, config),
    },
  });
  addCors(http, originAllowed);
  registerRoutes(http, context);
  addOperations(http, store, metrics.registry);
  const running: Running = { http, gateway, store, sockets, patience: config.limits.shutdownTimeout };

  try {
    await http.listen({ host, port });
  } catch (error) {
    await Promise.all([http.close(), gateway.close()]);
    throw portError(error, host, port);
  }
  if (config.legacy)
    log.warn('legacy: requests prove an application and no user, so anyone can act for anyone');
  else if (config.trustUserIds) log.warn('user ids are trusted: anyone can log in as anyone');

  const address = http.server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    url: urlOf(host, address),
    port: address.port,
    metrics: metrics.registry,
    close: () => (closed ??= shutdown(running)),
  };
};

const urlOf = (host: string, { port }: AddressInfo): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use',
  EACCES: 'needs more rights than this process has',
  EADDRNOTAVAIL: 'is not an address of this machine',
};

const portError = (error: unknown, host: string, port: number): Error => {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return reason === undefined
    ? (error as Error)
    : new ConfigError(`${host}:${port} ${reason}`, { cause: error });
};
