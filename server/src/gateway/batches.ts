import type { ServerEventName } from 'rxim/protocol';
import type { Namespace } from 'socket.io';

/** Sockets that get the same events, by Socket.IO's rooms. */
export interface Target {
  readonly rooms: readonly string[];
  readonly except: readonly string[];
  /** The identities whose sockets may be among them, as room names; `undefined`: any but those in `except`. */
  readonly reach?: readonly string[];
}

/** Events of a batch at the most; what is more begins the next one. */
const MOST = 200;
/** Targets with an open batch at the most, so that looking for one that meets another stays cheap. */
const OPEN = 16;

interface Batch extends Target {
  readonly events: (readonly [ServerEventName, unknown])[];
}

const spares = ({ except }: Target, reach: readonly string[]): boolean =>
  reach.every((room) => except.includes(room));

/** Whether some socket may be in both. */
const meet = (a: Target, b: Target): boolean => {
  if (a.reach && b.reach) {
    const [few, many] = a.reach.length < b.reach.length ? [a.reach, b.reach] : [b.reach, a.reach];
    return few.some((room) => many.includes(room));
  }
  if (a.reach) return !spares(b, a.reach);
  return b.reach ? !spares(a, b.reach) : true;
};

/**
 * Collects the events that go to the same sockets in one turn of the event loop, so that clients which take `batch` get them in one
 * frame, encoded once: what a frame costs does not depend on how many messages are in it. Every socket gets its events in the order
 * in which they were added: what would overtake an open batch sends that first.
 */
export class Batches {
  readonly #open = new Map<string, Batch>();
  /** Ids of the sockets that take no batches. */
  readonly #singles = new Set<string>();

  constructor(private readonly namespace: Namespace) {}

  /** This socket takes events one by one. */
  addSingle(id: string): void {
    this.#singles.add(id);
  }

  deleteSingle(id: string): void {
    this.#singles.delete(id);
  }

  add(target: Target, event: ServerEventName, payload: unknown): void {
    const key = `${target.rooms.join()} ${target.except.join()}`;
    const known = this.#open.get(key);
    if (known && known.events.length < MOST) {
      known.events.push([event, payload]);
      return;
    }
    for (const [name, batch] of this.#open) {
      if (name === key || this.#open.size >= OPEN || meet(batch, target)) this.#send(name, batch);
    }
    if (this.#open.size === 0) setImmediate(() => this.settle());
    this.#open.set(key, { ...target, events: [[event, payload]] });
  }

  /** Sends what is collected: something comes that must not overtake it, or changes who is reached. */
  settle(): void {
    for (const [key, batch] of this.#open) this.#send(key, batch);
  }

  #send(key: string, { rooms, except, events }: Batch): void {
    this.#open.delete(key);
    const singles = events.length > 1 ? this.#singlesIn(rooms) : [];
    if (events.length > 1)
      this.namespace
        .to([...rooms])
        .except([...except, ...singles])
        .emit('batch', events);
    const them = events.length > 1 ? singles : rooms;
    if (them.length === 0) return;
    for (const [event, payload] of events)
      this.namespace
        .to([...them])
        .except([...except])
        .emit(event, payload);
  }

  /** Every socket is alone in the room that has its own id. */
  #singlesIn(rooms: readonly string[]): string[] {
    if (this.#singles.size === 0) return [];
    const all = this.namespace.adapter.rooms;
    return rooms.flatMap((room) => [...(all.get(room) ?? [])].filter((id) => this.#singles.has(id)));
  }
}
