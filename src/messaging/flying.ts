import type { Entry } from './lane';

/** Messages on the wire of this connection that have no ack yet, those that wait longest first. */
export class Flying extends Map<Entry, number> {
  /** Since when the first one waits. */
  get oldest(): number {
    for (const since of this.values()) return since;
    return Infinity;
  }

  add(entry: Entry, now: number): void {
    // A repetition goes to the end of the line.
    this.delete(entry);
    this.set(entry, now);
  }

  /** Takes out all that wait since then or longer. */
  take(until = Infinity): Entry[] {
    const taken: Entry[] = [];
    for (const [entry, since] of this) {
      if (since > until) break;
      this.delete(entry);
      taken.push(entry);
    }
    return taken;
  }
}
