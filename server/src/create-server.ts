import { pino } from 'pino';
import type { Registry } from 'prom-client';
import { appsOf, completeConfig } from './config/complete';
import { ConfigError } from './config/config-error';
import { completeKeys, type FreshKeys } from './config/keys';
import type { ServerOptions } from './config/options';
import { parseSettings } from './config/parse';
import { createAccounts } from './create-accounts';
import { createAttachments } from './create-attachments';
import { createCluster } from './create-cluster';
import { createPush } from './create-push';
import { Admission } from './gateway/admission';
import { Gateway } from './gateway/gateway';
import { createHub } from './gateway/hub';
import { createSocketServer } from './gateway/socket-server';
import { Topics } from './gateway/topics';
import { addCors } from './http/cors';
import { createHttp } from './http/create-http';
import { addressOf, listen } from './http/listen';
import { OpenSockets } from './http/open-sockets';
import { quietErrors } from './http/quiet-errors';
import { addOperations } from './http/operations';
import type { Store } from './ports/store';
import { registerRoutes } from './routes';
import type { AppConfig, Config, Context } from './services/context';
import { AppendQueue } from './services/append-queue';
import { Changes } from './services/changes';
import { Delivery } from './services/delivery';
import { guestAuthenticator } from './services/login/guest';
import { userIdAuthenticator } from './services/login/user-id';
import { Metrics } from './services/metrics';
import { originPolicy } from './services/origin';
import { Presence } from './services/presence';
import { SystemMessages } from './services/system-messages';
import { ReadPositions } from './services/read-positions';
import { expireMessages } from './services/retention';
import { startSweeping } from './services/sweep';
import { TokenKeys } from './services/token-keys';
import { createTokens } from './services/tokens';
import type { Move } from './services/whereabouts';
import { shutdown, type Running } from './shutdown';
import { openStore } from './store';

export interface RximServer {
  /** Where it listens, like `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly port: number;
  /** The applications that it serves, with their keys. */
  readonly apps: readonly AppConfig[];
  /** The keys that were made up at this start, which nobody knows yet; not those that were given. */
  readonly freshApps: readonly FreshKeys[];
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
export const createServer = async (given: ServerOptions = {}): Promise<RximServer> => {
  const options: ServerOptions = { ...given, ...parseSettings(given, (name) => name) };
  const { data, database } = { ...DEFAULTS, ...options };
  if (options.redis !== undefined && database === undefined)
    throw new ConfigError('redis: the nodes of a cluster share a database; --redis needs --database');
  const apps = appsOf(options);
  const store = await openStore(database === undefined ? { data } : { database });
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
  const { host, port, data } = { ...DEFAULTS, ...options };
  const log = quietErrors(options.log ?? pino({ level: 'silent' }));
  const metrics = new Metrics();
  const originAllowed = originPolicy({ ...config, host, publicUrl: options.publicUrl });

  const http = createHttp(config, log);
  const sockets = new OpenSockets(http.server);
  const admission = new Admission({ config, originAllowed });
  const io = createSocketServer({ http: http.server, config, originAllowed, admission });
  const topics = new Topics();
  const here = createHub(topics);
  const moved = (move: Move): void => void presence.moved(move);
  const { hub, whereabouts, bus } = await createCluster({ here, store, log, redis: options.redis, moved });
  const { limits } = config;
  const keys = new TokenKeys({ keyring: store.keyring, limits });
  if (options.newTokenKey) await Promise.all([keys.renew(), store.renewSecret('phone-login')]);
  const tokens = createTokens(config, keys, store.sessions);
  const queue = new AppendQueue({
    messages: store.messages,
    limits,
    answered: () => gateway.flush(),
    metrics,
    log,
  });
  const attachments = createAttachments(data, limits);
  const changes = new Changes({ hub, store, log });
  const presence = new Presence({
    hub,
    friends: store.friends,
    tellRooms: (app, user) => changes.presence(app, user),
    log,
  });
  const { sms, oauth } = options;
  const { accounts, authenticators } = await createAccounts({ config, store, hub, log, sms, oauth });
  const { publicUrl } = options;
  const push = await createPush({ config, store, hub, metrics, log, publicUrl });
  const context: Context = {
    config,
    attachments,
    accounts,
    pushes: push.pushes,
    store,
    hub,
    tokens,
    changes,
    deliver: new SystemMessages({ queue, store, hub, limits, metrics }),
    log,
    publicUrl: () => options.publicUrl ?? addressOf(http, host).url,
  };
  const gateway = new Gateway({
    ...context,
    io,
    admission,
    topics,
    metrics,
    attendance: push.attendance,
    queue,
    reads: new ReadPositions({ conversations: store.conversations, hub, limits, log }),
    delivery: new Delivery({ queue, rooms: store.rooms, hub, limits, metrics, log }),
    whereabouts,
    authenticators: {
      ...authenticators,
      client: userIdAuthenticator(store.users, config),
      passenger: guestAuthenticator(store.guests, config),
    },
  });
  // What the other nodes said may have been a message for anybody here.
  bus.subscribe({ missed: () => config.apps.forEach(({ id }) => here.toAll(id, 'resync', {})) });
  addCors(http, originAllowed);
  registerRoutes(http, context);
  addOperations(http, store, metrics.registry);
  const sweeping = startSweeping(
    [
      (signal) => attachments.expire(signal),
      expireMessages({ messages: store.messages, limits }),
      () => store.codes.prune(),
      () => keys.rotate(),
      () => store.installations.prune(),
      () => store.pushes.prune(Date.now() - limits.pushDeadLife),
    ],
    limits.sweepInterval,
    log,
  );
  push.worker.start();
  http.addHook('onClose', async () => {
    changes.close();
    await Promise.all([sweeping.stop(), push.worker.stop()]);
  });
  const running: Running = { http, gateway, bus, store, sockets, patience: limits.shutdownTimeout };

  try {
    await listen(http, host, port);
  } catch (error) {
    await Promise.all([http.close(), gateway.close(), bus.close()]);
    throw error;
  }
  if (config.legacy)
    log.warn('legacy: requests prove an application and no user, so anyone can act for anyone');
  else if (config.trustUserIds) log.warn('user ids are trusted: anyone can log in as anyone');

  let closed: Promise<void> | undefined;
  return {
    ...addressOf(http, host),
    metrics: metrics.registry,
    close: () => (closed ??= shutdown(running)),
  };
};
