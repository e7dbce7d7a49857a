import type { Bus, HubCall } from '../ports/bus';
import type { Hub } from '../ports/hub';

/** Counts the sessions of somebody at the other nodes. */
export type Elsewhere = Hub['sessions'];

/**
 * The hub of a cluster: what is done to the sessions here is done to those at the other nodes, too. First here, so that no
 * bus that is slow or down stands between two clients of one node.
 */
export const clusterHub = (local: Hub, bus: Bus, elsewhere: Elsewhere): Hub => {
  const perform = ([name, ...args]: HubCall): void => {
    // On the bus, what is not given is null.
    (local[name] as (...args: readonly unknown[]) => void)(...args.map((arg: unknown) => arg ?? undefined));
  };
  const everywhere = (call: HubCall): void => {
    perform(call);
    bus.publish({ type: 'hub', call });
  };
  bus.subscribe({
    said(node, item) {
      if (item.type === 'hub' && node !== bus.node) perform(item.call);
    },
  });
  return {
    toIdentities: (...args) => everywhere(['toIdentities', ...args] as HubCall),
    toRoom: (...args) => everywhere(['toRoom', ...args] as HubCall),
    toAll: (...args) => everywhere(['toAll', ...args] as HubCall),
    joinRoom: (...args) => everywhere(['joinRoom', ...args]),
    leaveRoom: (...args) => everywhere(['leaveRoom', ...args]),
    closeRoom: (...args) => everywhere(['closeRoom', ...args]),
    end: (...args) => everywhere(['end', ...args]),
    sessions: (app, identity) => local.sessions(app, identity) + elsewhere(app, identity),
  };
};
