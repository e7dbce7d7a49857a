import type { Identity } from 'rxim/protocol';
import type { Bus, Whereabout } from '../ports/bus';
import type { Hub } from '../ports/hub';

/** Who believes a user to be online; `nobody` once it is offline. */
export type Audience = 'nobody' | 'friends' | 'everyone';

/** What the world is to be told of somebody, all nodes together. */
export interface Move {
  readonly app: string;
  readonly identity: Identity;
  readonly from: Audience;
  readonly to: Audience;
}

type Nodes = Map<string, Whereabout>;

const keyOf = (app: string, { kind, id }: Identity): string => `${app}/${kind}/${id}`;

const audienceOf = (nodes: Nodes | undefined): Audience => {
  if (nodes === undefined || nodes.size === 0) return 'nobody';
  return [...nodes.values()].some(({ toAll }) => toAll) ? 'everyone' : 'friends';
};

export interface WhereaboutsOptions {
  readonly bus: Bus;
  /** The sessions at this node. */
  readonly here: Pick<Hub, 'sessions'>;
  /** Of each move one node is told: the one that made it, or the one that acts for a node that is gone. */
  readonly moved: (move: Move) => void;
}

/**
 * Who has sessions at which node. Every node has the whole table and takes changes, its own too, in the order of the bus; so
 * all agree which of them saw somebody come first or go last.
 */
export class Whereabouts {
  readonly #table = new Map<string, Nodes>();
  /** What this node has said of itself. */
  readonly #here = new Map<string, Whereabout>();

  constructor(private readonly options: WhereaboutsOptions) {
    const { bus } = options;
    bus.subscribe({
      said: (node, item) => {
        if (item.type === 'sessions') this.#set(node, item.of, node === bus.node);
        else if (item.type === 'here') this.#replace(node, item.all);
        else if (item.type === 'hello' && node !== bus.node) this.#tell();
        else if (item.type === 'gone') this.#gone(item.node, node === bus.node);
      },
      missed: () => {
        bus.publish({ type: 'hello' });
        this.#tell();
      },
      inherit: () => {
        for (const node of this.#nodes()) if (!bus.nodes.includes(node)) bus.publish({ type: 'gone', node });
      },
    });
    bus.publish({ type: 'hello' });
  }

  /** A session began or ended here; the hub knows already. `toAll` holds until the last one has ended. */
  changed(app: string, identity: Identity, toAll: boolean): void {
    const { bus, here } = this.options;
    const key = keyOf(app, identity);
    const before = this.#here.get(key);
    const of = {
      app,
      identity,
      sessions: here.sessions(app, identity),
      toAll: toAll || (before?.toAll ?? false),
    };
    if (of.sessions > 0) this.#here.set(key, of);
    else this.#here.delete(key);
    bus.publish({ type: 'sessions', of });
  }

  /** Sessions at other nodes. */
  elsewhere(app: string, identity: Identity): number {
    const nodes = this.#table.get(keyOf(app, identity));
    if (nodes === undefined) return 0;
    let sum = 0;
    for (const [node, { sessions }] of nodes) if (node !== this.options.bus.node) sum += sessions;
    return sum;
  }

  #tell(): void {
    this.options.bus.publish({ type: 'here', all: [...this.#here.values()] });
  }

  #set(node: string, of: Whereabout, telling: boolean): void {
    const { app, identity } = of;
    const key = keyOf(app, identity);
    const nodes = this.#table.get(key) ?? new Map<string, Whereabout>();
    const from = audienceOf(nodes);
    if (of.sessions > 0) nodes.set(node, of);
    else nodes.delete(node);
    if (nodes.size > 0) this.#table.set(key, nodes);
    else this.#table.delete(key);
    const to = audienceOf(nodes);
    if (telling && from !== to) this.options.moved({ app, identity, from, to });
  }

  #replace(node: string, all: readonly Whereabout[]): void {
    const telling = node === this.options.bus.node;
    const now = new Set(all.map(({ app, identity }) => keyOf(app, identity)));
    this.#removeUnless(node, (key) => now.has(key), telling);
    for (const of of all) this.#set(node, of, telling);
  }

  #gone(node: string, telling: boolean): void {
    this.#removeUnless(node, () => false, telling);
    // Not dead, only slow.
    if (node === this.options.bus.node) this.#tell();
  }

  /** All that somebody is at. */
  #nodes(): ReadonlySet<string> {
    return new Set([...this.#table.values()].flatMap((nodes) => [...nodes.keys()]));
  }

  #removeUnless(node: string, stays: (key: string) => boolean, telling: boolean): void {
    for (const [key, nodes] of this.#table) {
      const of = nodes.get(node);
      if (of !== undefined && !stays(key)) this.#set(node, { ...of, sessions: 0 }, telling);
    }
  }
}
