import {
  asyncScheduler,
  defer,
  map,
  type Observable,
  ReplaySubject,
  type SchedulerLike,
  startWith,
  Subject,
  type Subscription,
} from 'rxjs';
import { ImError, RefusedError } from '../errors';
import { ErrorCode, PeerType, type Ack, type Limits, type Refusal, type Say } from '../protocol';
import type { Device, KeptMessage } from '../storage';
import type { Delivery } from './delivery';
import { Flying } from './flying';
import { Lane, type Entry } from './lane';
import { itemOf, type OutboxItem } from './outbox-item';
import type { OutboxOptions } from './outbox-options';
import { createPace, type Pace } from './pace';

export interface OutboxParts {
  /** Puts a message on the wire; `false` if there is none. */
  readonly transmit: (say: Say) => boolean;
  /** Errors of messages that nobody watches. */
  readonly report: (error: ImError) => void;
  /** Messages leave only when a keeper has them, see `keepIn()`. */
  readonly durable?: boolean;
  readonly scheduler?: SchedulerLike;
}

/** Where messages are kept until they are settled. */
type Keeper = Pick<Device, 'keep' | 'forget'>;

/** What a message needs to enter the outbox. */
export interface Outgoing {
  readonly cid: string;
  readonly lane: string;
  readonly say: Say;
}

/**
 * Messages that are not settled. FIFO in each conversation; a message leaves when the server acknowledged or refused it
 * for good, whatever happens to connections in between.
 */
export class Outbox {
  readonly #limit: number;
  readonly #lifetime: number;
  readonly #ackTimeout: number;
  readonly #window: number;
  readonly #parts: OutboxParts;
  readonly #scheduler: SchedulerLike;
  readonly #entries = new Map<string, Entry>();
  readonly #lanes = new Map<string, Lane>();
  readonly #flying = new Flying();
  readonly #changed = new Subject<void>();
  #items$: Observable<readonly OutboxItem[]> | undefined;
  #touched = false;
  #keeper: Keeper | undefined;
  #online = false;
  #pace: Pace | undefined;
  #timer: Subscription | undefined;
  #wakeAt = Infinity;

  constructor(parts: OutboxParts, options: OutboxOptions = {}) {
    this.#parts = parts;
    this.#scheduler = parts.scheduler ?? asyncScheduler;
    this.#limit = options.limit ?? 1000;
    this.#lifetime = options.lifetime ?? 86_400_000;
    this.#ackTimeout = options.ackTimeout ?? 10_000;
    this.#window = options.window ?? 64;
  }

  /** What is here: replayed, and anew with every change, once for all that happens in one tick. */
  get items$(): Observable<readonly OutboxItem[]> {
    return (this.#items$ ??= this.#changed.pipe(
      startWith(undefined),
      map(() => [...this.#entries.values()].map(itemOf)),
    ));
  }

  /** Messages that are not settled. */
  get size(): number {
    return this.#entries.size;
  }

  /** Takes a message in, or finds the one that has this `cid` already. */
  add({ cid, lane, say }: Outgoing): Observable<Delivery> {
    const known = this.#entries.get(cid);
    if (known) return known.delivery$.asObservable();
    if (this.#entries.size >= this.#limit) {
      return defer(() => {
        throw new ImError('overflow', `${this.#limit} messages wait already`, { retry: true });
      });
    }
    const entry = this.#enter({ cid, lane, say, since: this.#scheduler.now() }, !this.#parts.durable);
    if (this.#keeper) this.#keep(entry, this.#keeper);
    this.#pump();
    return entry.delivery$.asObservable();
  }

  /** From now on messages are kept here until they are settled, those too that came before. */
  keepIn(keeper: Keeper): void {
    this.#keeper = keeper;
    for (const entry of this.#entries.values()) if (!entry.kept) this.#keep(entry, keeper);
  }

  /** Takes over what an earlier process had not sent: it goes before what this one has to say. */
  adopt(entries: readonly KeptMessage[]): void {
    const younger = [...this.#entries.values()];
    const adopted = entries
      .filter(({ cid }) => !this.#entries.has(cid))
      // Nobody knows whether they have left already, so they count as if they had.
      .map((entry) => this.#enter(entry, true, 1));
    for (const entry of younger) {
      this.#entries.delete(entry.cid);
      this.#entries.set(entry.cid, entry);
    }
    for (const entry of adopted.reverse()) this.#lane(entry.lane).toFront(entry);
    this.#pump();
  }

  #enter(message: KeptMessage, kept: boolean, attempts = 0): Entry {
    const entry: Entry = { ...message, delivery$: new ReplaySubject(1), attempts, kept };
    this.#entries.set(entry.cid, entry);
    this.#lane(entry.lane).entries.push(entry);
    this.#touch();
    if (kept) entry.delivery$.next({ state: 'queued', cid: entry.cid });
    return entry;
  }

  #keep(entry: Entry, keeper: Keeper): void {
    keeper.keep(entry, () => {
      if (entry.kept || this.#entries.get(entry.cid) !== entry) return;
      entry.kept = true;
      entry.delivery$.next({ state: 'queued', cid: entry.cid });
      this.#pump();
    });
  }

  /** Takes a message back; `false` if it has left already, or is not here. */
  withdraw(cid: string): boolean {
    const entry = this.#entries.get(cid);
    if (!entry || entry.attempts > 0) return false;
    this.#fail(entry, new ImError('withdrawn', 'The message was withdrawn'));
    this.#pump();
    return true;
  }

  /** The connection is online: transmits everything again that has no ack. */
  resume(limits: Limits | undefined): void {
    const now = this.#scheduler.now();
    this.#pace = limits && createPace(limits.say.rate, limits.say.burst, now);
    this.#online = true;
    for (const lane of this.#lanes.values()) lane.notBefore = 0;
    this.#pump();
  }

  /** The connection is gone. What was on the wire waits for the next one; of a room message nobody will ever know. */
  pause(): void {
    if (!this.#online) return;
    this.#online = false;
    for (const entry of this.#flying.take()) if (isRoom(entry)) this.#fail(entry, unknownFate());
    for (const lane of this.#lanes.values()) lane.next = 0;
    this.#arm();
  }

  /** The server's answer to one of the messages here; tells which, if it was accepted. */
  answer(answer: Ack | Refusal): Entry | undefined {
    const entry = this.#entries.get(answer.cid ?? '');
    if (!entry) return undefined;
    if ('error' in answer) {
      // Of several transmissions the last one decides: an earlier one may be refused, and this one still be accepted.
      if (answer.ack !== undefined && answer.ack !== entry.attempts) return undefined;
      this.#refused(entry, answer);
      this.#pump();
      return undefined;
    }
    this.settle(entry.cid, answer);
    return entry;
  }

  /** A message is on the server's disk, as an ack or a sync tells. `false` if it is none of these here. */
  settle(cid: string, { ts, seq }: { readonly ts: number; readonly seq?: number }): boolean {
    const entry = this.#entries.get(cid);
    if (!entry) return false;
    this.#remove(entry);
    entry.delivery$.next({ state: 'sent', cid, ts, seq });
    entry.delivery$.complete();
    this.#pump();
    return true;
  }

  /** Another user has logged in, in whose name none of these was written. */
  disown(): void {
    this.#end(new ImError('aborted', 'Another user logged in before the ack'));
    this.#keeper = undefined;
  }

  /** The client is closed. What is kept stays kept: the next process sends it. */
  close(): void {
    this.#online = false;
    this.#keeper = undefined;
    this.#changed.complete();
    this.#end(new ImError('closed', 'The client was closed before the ack'));
  }

  /** Entries came, went or moved. */
  #touch(): void {
    if (this.#touched || !this.#changed.observed) return;
    this.#touched = true;
    queueMicrotask(() => {
      this.#touched = false;
      this.#changed.next();
    });
  }

  #end(error: ImError): void {
    for (const entry of [...this.#entries.values()]) this.#fail(entry, error);
    this.#arm();
  }

  #lane(key: string): Lane {
    let lane = this.#lanes.get(key);
    if (!lane) this.#lanes.set(key, (lane = new Lane()));
    return lane;
  }

  #remove(entry: Entry): void {
    this.#touch();
    this.#keeper?.forget(entry.cid);
    this.#entries.delete(entry.cid);
    this.#flying.delete(entry);
    const lane = this.#lanes.get(entry.lane);
    lane?.remove(entry);
    if (lane?.entries.length === 0) this.#lanes.delete(entry.lane);
  }

  #fail(entry: Entry, error: ImError): void {
    const unwatched = !entry.delivery$.observed;
    this.#remove(entry);
    entry.delivery$.error(error);
    if (unwatched) this.#parts.report(error);
  }

  #refused(entry: Entry, { error, message, retry }: Refusal): void {
    const lane = this.#lane(entry.lane);
    this.#flying.delete(entry);
    if (!retry || isRoom(entry)) {
      this.#fail(entry, new RefusedError(error, message, { retry }));
    } else if (error !== ErrorCode.OutOfOrder) {
      this.#again(entry, lane);
    } else if (!lane.predecessor(entry)) {
      // Its predecessor was refused for good: it is the first now.
      lane.rewind(entry);
    }
    // Else the predecessor is still under way, and its own answer decides for both.
  }

  #again(entry: Entry, lane: Lane): void {
    lane.rewind(entry);
    lane.notBefore = this.#scheduler.now() + Math.min(30_000, 500 * 2 ** Math.min(entry.attempts, 6));
  }

  /** Transmits what may leave now, and wakes up when more may. */
  #pump(): void {
    const now = this.#scheduler.now();
    let wakeAt = Infinity;
    if (this.#online) {
      for (const lane of this.#lanes.values()) {
        if (lane.notBefore > now) {
          wakeAt = Math.min(wakeAt, lane.notBefore);
          continue;
        }
        while (lane.waiting && this.#flying.size < this.#window) {
          const wait = this.#pace?.(now) ?? 0;
          if (wait > 0) return this.#arm(now + wait);
          if (!this.#transmit(lane, now)) return this.#arm();
        }
      }
    }
    this.#arm(wakeAt);
  }

  #transmit(lane: Lane, now: number): boolean {
    const entry = lane.entries[lane.next];
    if (!entry) return false;
    // Room messages are not stored: there is nothing that one of them could come after.
    const after = isRoom(entry) ? undefined : lane.entries[lane.next - 1]?.cid;
    const ack = entry.attempts + 1;
    if (!this.#parts.transmit({ ...entry.say, ack, after })) return false;
    lane.next++;
    entry.attempts = ack;
    this.#touch();
    this.#flying.add(entry, now);
    entry.delivery$.next({ state: 'sending', cid: entry.cid, attempt: entry.attempts });
    return true;
  }

  /**
   * One timer for everything: an ack that is overdue, a lifetime that ends, a lane or the pace that opens. A timer that is
   * due earlier than needed is left alone, since waking up costs less than a timer a message.
   */
  #arm(wakeAt = Infinity): void {
    const [oldest] = this.#entries.values();
    const expiry = oldest === undefined ? Infinity : oldest.since + this.#lifetime;
    const at = Math.min(wakeAt, expiry, this.#flying.oldest + this.#ackTimeout);
    if (at >= this.#wakeAt && at !== Infinity) return;
    this.#timer?.unsubscribe();
    this.#wakeAt = at;
    if (at === Infinity) return;
    this.#timer = this.#scheduler.schedule(() => this.#wake(), Math.max(0, at - this.#scheduler.now()));
  }

  #wake(): void {
    this.#wakeAt = Infinity;
    const now = this.#scheduler.now();
    for (const entry of [...this.#entries.values()]) {
      if (now - entry.since < this.#lifetime) break;
      this.#fail(entry, new ImError('expired', 'No ack within the lifetime'));
    }
    for (const entry of this.#flying.take(now - this.#ackTimeout)) {
      if (isRoom(entry)) this.#fail(entry, unknownFate());
      else this.#lane(entry.lane).rewind(entry);
    }
    this.#pump();
  }
}

const isRoom = (entry: Entry): boolean => entry.say.to.type === PeerType.Room;

const unknownFate = (): ImError =>
  new ImError('unknown', 'No ack of a room message, which is never repeated');
