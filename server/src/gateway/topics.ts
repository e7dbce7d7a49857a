import type { Outlet } from './outlet';

const NOBODY: ReadonlySet<Outlet> = new Set();

/** Who hears what: outlets by topic. An outlet that was removed, or not added yet, is in none and comes into none. */
export class Topics {
  readonly #outlets = new Map<string, Set<Outlet>>();
  readonly #topics = new Map<Outlet, readonly string[]>();
  /** Another one whenever somebody came into a topic or left one. */
  version = 0;

  add(outlet: Outlet): void {
    this.#topics.set(outlet, []);
  }

  /** Whether it was added, and not removed since. */
  has(outlet: Outlet): boolean {
    return this.#topics.has(outlet);
  }

  remove(outlet: Outlet): void {
    for (const topic of this.#topics.get(outlet) ?? []) this.#drop(outlet, topic);
    this.#topics.delete(outlet);
  }

  subscribe(outlet: Outlet, topic: string): void {
    const outlets = this.#outlets.get(topic);
    if (outlets?.has(outlet) === true) return;
    const topics = this.#topics.get(outlet);
    if (topics === undefined) return;
    // Not pushed: an array that grows has room for sixteen more, and this is one a connection.
    this.#topics.set(outlet, [...topics, topic]);
    this.version += 1;
    if (outlets === undefined) this.#outlets.set(topic, new Set([outlet]));
    else outlets.add(outlet);
  }

  unsubscribe(outlet: Outlet, topic: string): void {
    const topics = this.#topics.get(outlet);
    if (topics?.includes(topic) !== true) return;
    this.#topics.set(
      outlet,
      topics.filter((each) => each !== topic),
    );
    this.#drop(outlet, topic);
  }

  /** Those who hear it now. */
  of(topic: string): ReadonlySet<Outlet> {
    return this.#outlets.get(topic) ?? NOBODY;
  }

  #drop(outlet: Outlet, topic: string): void {
    const outlets = this.#outlets.get(topic);
    outlets?.delete(outlet);
    this.version += 1;
    if (outlets?.size === 0) this.#outlets.delete(topic);
  }
}
