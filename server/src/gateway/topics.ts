import type { Outlet } from './outlet';

/** Who hears a topic: most are the sessions of one user, who has one, and a set is three times as much as all else about them. */
type Audience = Outlet | Set<Outlet>;

const NOBODY: readonly Outlet[] = [];

/** Who hears what: outlets by topic. An outlet that was removed, or not added yet, is in none and comes into none. */
export class Topics {
  readonly #audiences = new Map<string, Audience>();
  /** Another one whenever somebody came into a topic or left one. */
  version = 0;

  add(outlet: Outlet): void {
    outlet.topics = [];
  }

  /** Whether it was added, and not removed since. */
  has(outlet: Outlet): boolean {
    return outlet.topics !== undefined;
  }

  remove(outlet: Outlet): void {
    for (const topic of outlet.topics ?? []) this.#drop(outlet, topic);
    outlet.topics = undefined;
  }

  subscribe(outlet: Outlet, topic: string): void {
    const { topics } = outlet;
    if (topics === undefined || this.hears(outlet, topic)) return;
    // Not pushed: an array that grows has room for sixteen more, and this is one a connection.
    outlet.topics = [...topics, topic];
    this.version += 1;
    const audience = this.#audiences.get(topic);
    if (audience instanceof Set) audience.add(outlet);
    else this.#audiences.set(topic, audience === undefined ? outlet : new Set([audience, outlet]));
  }

  unsubscribe(outlet: Outlet, topic: string): void {
    const { topics } = outlet;
    if (topics?.includes(topic) !== true) return;
    outlet.topics = topics.filter((each) => each !== topic);
    this.#drop(outlet, topic);
  }

  /** Those who hear it now. */
  of(topic: string): Iterable<Outlet> {
    const audience = this.#audiences.get(topic);
    if (audience === undefined) return NOBODY;
    return audience instanceof Set ? audience : [audience];
  }

  /** How many hear it now. */
  sizeOf(topic: string): number {
    const audience = this.#audiences.get(topic);
    if (audience === undefined) return 0;
    return audience instanceof Set ? audience.size : 1;
  }

  hears(outlet: Outlet, topic: string): boolean {
    const audience = this.#audiences.get(topic);
    return audience instanceof Set ? audience.has(outlet) : audience === outlet;
  }

  #drop(outlet: Outlet, topic: string): void {
    const audience = this.#audiences.get(topic);
    this.version += 1;
    if (audience === outlet) this.#audiences.delete(topic);
    else if (audience instanceof Set) {
      audience.delete(outlet);
      const [last] = audience;
      if (audience.size === 1 && last !== undefined) this.#audiences.set(topic, last);
    }
  }
}
