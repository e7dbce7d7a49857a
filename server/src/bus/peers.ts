/** What a publication tells of those before it. */
export type Heard =
  /** It is the next one of its node. */
  | 'next'
  /** The node is new, and this is the first that it says. */
  | 'first'
  /** There were others before it that did not arrive. */
  | 'hole';

interface Peer {
  /** Number of its last publication. */
  last: number;
  /** When it was heard last, in milliseconds of whatever clock the caller has. */
  at: number;
}

/**
 * Keeps account of what every node has said, this one included: publications are numbered by their node, and a node that
 * has nothing to say says so. So a loss shows as a hole, or as silence.
 */
export class Peers {
  readonly #peers = new Map<string, Peer>();

  /** All that are heard, in the order of their names. */
  get names(): readonly string[] {
    return [...this.#peers.keys()].sort();
  }

  hear(node: string, number: number, now: number): Heard {
    const peer = this.#peers.get(node);
    this.#peers.set(node, { last: number, at: now });
    if (peer === undefined) return number === 1 ? 'first' : 'hole';
    return number === peer.last + 1 ? 'next' : 'hole';
  }

  /** Those that have not been heard for so long. */
  silent(patience: number, now: number): readonly string[] {
    return this.names.filter((name) => now - (this.#peers.get(name)?.at ?? now) >= patience);
  }

  /** Nobody could be heard; from now on silence counts anew. */
  excuse(now: number): void {
    for (const peer of this.#peers.values()) peer.at = now;
  }

  forget(node: string): void {
    this.#peers.delete(node);
  }
}
