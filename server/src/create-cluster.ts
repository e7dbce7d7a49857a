import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { clusterHub } from './bus/cluster-hub';
import { localBus } from './bus/local-bus';
import type { Bus } from './ports/bus';
import type { Hub } from './ports/hub';
import type { Store } from './ports/store';
import { Whereabouts, type WhereaboutsOptions } from './services/whereabouts';

export interface ClusterOptions {
  /** The sessions at this node. */
  readonly here: Hub;
  readonly store: Store;
  readonly log: Logger;
  /** Where the nodes meet. @default this is the only node */
  readonly redis?: string | undefined;
  readonly moved: WhereaboutsOptions['moved'];
}

/** What makes several servers one, or is nearly nothing for one alone. */
export interface Cluster {
  /** Reaches the sessions at every node. */
  readonly hub: Hub;
  readonly whereabouts: Whereabouts;
  readonly bus: Bus;
}

/** Nodes are of one cluster if they share a database. */
const channelOf = async (store: Store): Promise<string> => {
  const secret = await store.secret('bus');
  return `rxim:${createHash('sha256').update(secret).digest('hex').slice(0, 16)}`;
};

const openBus = async ({ redis, store, log }: ClusterOptions): Promise<Bus> => {
  if (redis === undefined) return localBus();
  // Loaded by those alone who have a Redis.
  const { createRedisBus } = await import('./bus/redis-bus');
  return createRedisBus({ url: redis, channel: await channelOf(store), log });
};

export const createCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const { here, redis, moved } = options;
  const bus = await openBus(options);
  const hub: Hub =
    redis === undefined
      ? here
      : clusterHub(here, bus, (app, identity) => whereabouts.elsewhere(app, identity));
  const whereabouts = new Whereabouts({ bus, here, moved });
  return { hub, whereabouts, bus };
};
