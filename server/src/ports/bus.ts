import type { Identity } from 'rxim/protocol';
import type { Hub } from './hub';

/** The calls of the hub that concern sessions at every node. */
type Shared = Exclude<keyof Hub, 'sessions'>;

/** A call of the hub as it travels: what it is called, and with what. */
export type HubCall = {
  readonly [Name in Shared]: readonly [Name, ...Parameters<Hub[Name]>];
}[Shared];

/** How many sessions of somebody are at one node. */
export interface Whereabout {
  readonly app: string;
  readonly identity: Identity;
  readonly sessions: number;
  /** They announce presence to everyone. */
  readonly toAll: boolean;
}

/** What nodes tell each other. */
export type BusItem =
  /** For the sessions of the other nodes; those of this one have it already. */
  | { readonly type: 'hub'; readonly call: HubCall }
  /** Sessions came or went. */
  | { readonly type: 'sessions'; readonly of: Whereabout }
  /** All sessions of this node, and no others. */
  | { readonly type: 'here'; readonly all: readonly Whereabout[] }
  /** This node is new, or missed something: who is where? */
  | { readonly type: 'hello' }
  /** That node is not heard any more. */
  | { readonly type: 'gone'; readonly node: string };

export interface BusListener {
  /** Called for what this node says, too, in the order that it has for all nodes. */
  said?(node: string, item: BusItem): void;
  /** Something that a node said may have been lost. Called again and again while nothing is heard at all. */
  missed?(): void;
  /** Nodes have fallen silent, and of those that are left this one acts for them. */
  inherit?(): void;
}

/**
 * What the nodes of a cluster speak over. A hint and no more: what is said may be lost, but not unnoticed, and everything
 * that matters can be had again from the database.
 */
export interface Bus {
  /** This node's name, a new one at every start. */
  readonly node: string;
  /** Those that are heard, this one included. */
  readonly nodes: readonly string[];
  publish(item: BusItem): void;
  subscribe(listener: BusListener): void;
  close(): Promise<void>;
}
