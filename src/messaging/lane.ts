import type { ReplaySubject } from 'rxjs';
import type { KeptMessage } from '../storage';
import type { Delivery } from './delivery';

/** One message that is not settled. */
export interface Entry extends KeptMessage {
  readonly delivery$: ReplaySubject<Delivery>;
  /** Transmissions so far, on this and on earlier connections. */
  attempts: number;
  /** It is where it survives the process, if there is such a place, and may leave. */
  kept: boolean;
}

/**
 * The unsettled messages of one conversation, in order. Those before `next` are on the wire of this connection; the
 * others wait.
 */
export class Lane {
  readonly entries: Entry[] = [];
  next = 0;
  /** No transmission before this time: the server asked for patience. */
  notBefore = 0;

  /** There is a message that may leave. */
  get waiting(): boolean {
    return this.entries[this.next]?.kept ?? false;
  }

  /** The message that has to be accepted before `entry`, if it is not settled yet. */
  predecessor(entry: Entry): Entry | undefined {
    return this.entries[this.entries.indexOf(entry) - 1];
  }

  remove(entry: Entry): void {
    const at = this.entries.indexOf(entry);
    if (at < 0) return;
    this.entries.splice(at, 1);
    if (at < this.next) this.next--;
  }

  /** `entry` was written before all others here. */
  toFront(entry: Entry): void {
    this.remove(entry);
    this.entries.unshift(entry);
    this.next = 0;
  }

  /** `entry` and all behind it have to be transmitted again. */
  rewind(entry: Entry): void {
    const at = this.entries.indexOf(entry);
    if (at >= 0 && at < this.next) this.next = at;
  }
}
