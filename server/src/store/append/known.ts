import type { Addressed } from './address';
import type { Topic } from './memory';
import type { Facts } from './queries';

/** What is known about a batch while its conversations are locked. */
export interface Known {
  readonly now: number;
  /** Milliseconds that notifications wait. */
  readonly pushDelay: number;
  /** Where it belongs, unless that has yet to begin. */
  topic(message: Addressed): Topic | undefined;
  facts(at: number): Facts;
}
