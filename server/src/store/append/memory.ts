import type { Facts, Locked } from './queries';

/** What one who speaks in a conversation was found to be there. */
export interface Standing extends Pick<Facts, 'friendship' | 'reachable'> {
  /** The `cid` of what was said last: the predecessor that the next message names, if it comes before the answer. */
  last: string | null;
}

/** A conversation as the last batch left it. */
export interface Topic {
  readonly name: string;
  conversation: Locked;
  /** Who is in a group now; the value tells whether something can be sent to their devices. */
  readonly members: ReadonlyMap<string, boolean> | undefined;
  readonly standings: Map<string | null, Standing>;
}

/** Topics that are remembered; a group of fifty takes some 5 KB. */
const MOST = 2000;

/**
 * What earlier batches asked, for as long as nobody has changed any of it: two questions a message are more work than its rows. Only
 * for a database that no other process writes to. What is remembered is all good news; whoever would be refused is asked about.
 */
export class Memory {
  readonly #topics = new Map<string, Topic>();
  #seen: number | undefined;

  /** `changes` counts whatever may have changed an answer; undefined where that cannot be known. */
  constructor(private readonly changes: (() => number) | undefined) {}

  /** Forgets what may have changed. To be called in each transaction before anything is recalled. */
  refresh(): void {
    if (this.#seen !== this.changes?.()) this.forget();
  }

  forget(): void {
    this.#topics.clear();
  }

  recall(name: string): Topic | undefined {
    return this.#topics.get(name);
  }

  /**
   * Takes what the transaction found and wrote; to be called at its end, while nobody else has the database. Its own changes are
   * known; undoing it is one more.
   */
  learn(topics: Iterable<Topic>): void {
    if (this.changes === undefined) return;
    for (const topic of topics) {
      // Last in the order of age, be it new or not.
      this.#topics.delete(topic.name);
      this.#topics.set(topic.name, topic);
    }
    for (const name of this.#topics.keys()) {
      if (this.#topics.size <= MOST) break;
      this.#topics.delete(name);
    }
    this.#seen = this.changes();
  }
}
