import type { Topic } from './memory';
import type { Facts } from './queries';

/** What is known about a batch while its conversations are locked. */
export interface Known {
  readonly now: number;
  /** Milliseconds that notifications wait. */
  readonly pushDelay: number;
  /** Where a message belongs, unless that has yet to begin. */
  topic(at: number): Topic | undefined;
  facts(at: number): Facts;
}
