import type { Identity } from 'rxim/protocol';
import type { Bus, BusItem, BusListener } from '../../src/ports/bus';
import { Whereabouts } from '../../src/services/whereabouts';

const alice: Identity = { kind: 'user', id: 'alice' };

/** Several nodes on a bus that carries only when it is told to, and may lose what it carries. */
const cluster = (...names: readonly string[]) => {
  const said: string[] = [];
  const lines: { readonly from: string; readonly item: BusItem }[] = [];
  const alive = new Set(names);
  const nodes = names.map((node) => {
    const listeners: BusListener[] = [];
    const sessions = new Map<string, number>();
    const bus: Bus = {
      node,
      get nodes() {
        return [...alive];
      },
      publish: (item) => void lines.push({ from: node, item }),
      subscribe: (listener) => void listeners.push(listener),
      close: () => Promise.resolve(),
    };
    const whereabouts = new Whereabouts({
      bus,
      here: { sessions: (_app, { id }) => sessions.get(id) ?? 0 },
      moved: ({ identity, from, to }) => said.push(`${node}: ${identity.id} ${from} → ${to}`),
    });
    return {
      node,
      listeners,
      whereabouts,
      has: (count: number, toAll = false) => {
        sessions.set('alice', count);
        whereabouts.changed('demo', alice, toAll);
      },
    };
  });
  const carry = (): void => {
    for (let line; (line = lines.shift());) {
      const { from, item } = line;
      for (const { node, listeners } of nodes)
        if (alive.has(node)) listeners.forEach((listener) => listener.said?.(from, item));
    }
  };
  carry();
  return {
    said,
    nodes: nodes as [(typeof nodes)[number], (typeof nodes)[number]],
    carry,
    /** What was said is lost, and everybody notices. */
    lose: () => {
      lines.length = 0;
      for (const { listeners } of nodes) listeners.forEach((listener) => listener.missed?.());
      carry();
    },
    /** A node is not heard any more; `heir` acts for it. */
    silence: (name: string, heir: string) => {
      alive.delete(name);
      nodes.find(({ node }) => node === heir)?.listeners.forEach((listener) => listener.inherit?.());
      carry();
    },
    /** It was only slow. */
    wake: (name: string) => {
      alive.add(name);
    },
  };
};

describe('Whereabouts of several nodes', () => {
  it('let one node tell of the first session anywhere, and one of the end of the last', () => {
    const { nodes, carry, said } = cluster('a', 'b');
    const [a, b] = nodes;
    a.has(1);
    carry();
    b.has(1);
    carry();
    a.has(0);
    carry();
    b.has(0);
    carry();
    expect(said).toEqual(['a: alice nobody → friends', 'b: alice friends → nobody']);
  });

  it('agree on who was the last to leave when two leave at once', () => {
    const { nodes, carry, said } = cluster('a', 'b');
    const [a, b] = nodes;
    a.has(1);
    b.has(1);
    carry();
    said.length = 0;
    b.has(0);
    a.has(0);
    carry();
    expect(said).toEqual(['a: alice friends → nobody']);
  });

  it('count the sessions at the other nodes', () => {
    const { nodes, carry } = cluster('a', 'b');
    const [a, b] = nodes;
    a.has(2);
    b.has(1);
    carry();
    expect(a.whereabouts.elsewhere('demo', alice)).toBe(1);
    expect(b.whereabouts.elsewhere('demo', alice)).toBe(2);
  });

  it('are right again after what was said is lost', () => {
    const { nodes, carry, lose, said } = cluster('a', 'b');
    const [a, b] = nodes;
    a.has(1);
    carry();
    a.has(0);
    b.has(1, true);
    lose();
    expect(a.whereabouts.elsewhere('demo', alice)).toBe(1);
    expect(said.at(-1)).toBe('b: alice nobody → everyone');
    b.has(0);
    carry();
    expect(said.at(-1)).toBe('b: alice everyone → nobody');
  });

  it('let the heir of a dead node tell who went with it', () => {
    const { nodes, carry, silence, said } = cluster('a', 'b');
    const [, b] = nodes;
    b.has(1);
    carry();
    silence('b', 'a');
    expect(said).toEqual(['b: alice nobody → friends', 'a: alice friends → nobody']);
  });

  it('take back what was said of a node that was only slow', () => {
    const { nodes, carry, silence, wake, said } = cluster('a', 'b');
    const [, b] = nodes;
    b.has(1);
    carry();
    wake('b');
    silence('none', 'a');
    // The others took it for dead, and it hears so itself.
    b.listeners.forEach((listener) => listener.said?.('a', { type: 'gone', node: 'b' }));
    nodes[0].listeners.forEach((listener) => listener.said?.('a', { type: 'gone', node: 'b' }));
    carry();
    expect(said).toEqual([
      'b: alice nobody → friends',
      'a: alice friends → nobody',
      'b: alice nobody → friends',
    ]);
  });
});
