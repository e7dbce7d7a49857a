import type { Addressed } from './address';
import type { Facts, Locked } from './queries';

/** What is known about a batch while its conversations are locked. */
export interface Known {
  readonly now: number;
  /** Milliseconds that notifications wait. */
  readonly pushDelay: number;
  conversation(message: Addressed): Locked | undefined;
  /** Current members of a group's conversation; the value tells whether something can be sent to their devices. */
  members(conv: number): ReadonlyMap<string, boolean>;
  facts(at: number): Facts;
}
