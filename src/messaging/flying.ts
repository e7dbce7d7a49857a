import type { Entry } from './lane';

/** Messages on the wire of this connection that have no ack yet, those that wait longest first. */
export class Flying {
  readonly #since = new Map<Entry, number>();

  get size(): number {
    return this.#since.size;
  }

  /** Since when the first one waits. */
  get oldest(): number {
    for (const since of this.#since.values()) return since;
    return Infinity;
  }

  add(entry: Entry, now: number): void {
    // A repetition goes to the end of the line.
    this.#since.delete(entry);
    this.#since.set(entry, now);
  }

  delete(entry: Entry): void {
    this.#since.delete(entry);
  }

  /** Takes out all that wait since then or longer. */
  take(until = Infinity): Entry[] {
    const taken: Entry[] = [];
    for (const [entry, since] of this.#since) {
      if (since > until) break;
      this.#since.delete(entry);
      taken.push(entry);
    }
    return taken;
  }
}
