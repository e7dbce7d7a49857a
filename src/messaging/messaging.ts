import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  EMPTY,
  ignoreElements,
  interval,
  noop,
  Subject,
  tap,
  type Observable,
  type SchedulerLike,
  type Subscription,
} from 'rxjs';
import type { ConnectionState, Session } from '../connection';
import type { ImError } from '../errors';
import {
  conversationKey,
  type Say,
  type ServerEvent,
  type SyncAnswer,
  type SyncRequest,
  type Yourself,
  type Identity,
  type Peer,
} from '../protocol';
import type { Device } from '../storage';
import { mintCid } from './cid';
import { composeTo, type Compose } from './compose';
import type { Delivery } from './delivery';
import { Events, type ImEvents } from './events';
import { Inbound, type Place } from './inbound';
import { Outbox } from './outbox';
import type { OutboxOptions } from './outbox-options';
import { createSend, type Draft, type Upload } from './send';

export interface MessagingOptions<File> {
  /** Puts a `say` on the wire; `false` if nobody is logged in. */
  readonly transmit: (say: Say) => boolean;
  readonly fetch: (self: Identity, request: SyncRequest) => Observable<SyncAnswer>;
  readonly upload: Upload<File>;
  readonly outbox?: OutboxOptions | undefined;
  /** Opens what this device keeps of a user. @default nothing is kept */
  readonly storage?: ((self: Identity) => Promise<Device>) | undefined;
  /** Milliseconds between syncs of a healthy connection; a lost last message shows in no gap. @default 600_000 */
  readonly syncInterval?: number | undefined;
  readonly random?: (() => number) | undefined;
  readonly scheduler?: SchedulerLike | undefined;
}

/** What a session brought, and what was sent in it: a message of this device's own looks like one of another device. */
export interface Heard {
  readonly self: Identity;
  readonly event: ServerEvent;
  /** Where a stored message stands, if that is known. */
  readonly place: Place | undefined;
}

/** Everything between the connection and the application: what comes in, and what goes out. */
export class Messaging<File> {
  readonly #events = new Events();
  readonly #heard = new Subject<Heard>();
  readonly #inbound: Inbound;
  /** Messages that wait for their ack. */
  readonly outbox: Outbox;
  readonly #scheduler: SchedulerLike;
  readonly #syncInterval: number;
  readonly #openDevice: MessagingOptions<File>['storage'];
  /** Stays from session to session, whatever becomes of the one that opened it. */
  #opening: Promise<Device> | undefined;
  #device: Device | undefined;
  #self: Identity | undefined;
  #ticks: Subscription | undefined;

  readonly send: (draft: Draft<File>) => Observable<Delivery>;

  constructor({
    transmit,
    fetch,
    upload,
    outbox,
    storage,
    syncInterval,
    random,
    scheduler,
  }: MessagingOptions<File>) {
    this.#openDevice = storage;
    this.#scheduler = scheduler ?? asyncScheduler;
    this.#syncInterval = syncInterval ?? 600_000;
    this.outbox = new Outbox(
      { transmit, report: this.report, durable: storage !== undefined, scheduler: this.#scheduler },
      outbox,
    );
    this.#inbound = new Inbound({
      fetch,
      emit: (event, place, own) => this.#emit(event, place, own),
      passed: (conv, position) => this.#device?.passed(conv, position),
      gap: (gap) => this.#events.tell('gaps', gap),
      settle: (cid, at) => this.outbox.settle(cid, at),
      report: this.report,
    });
    this.send = createSend({ outbox: this.outbox, upload, mint: () => mintCid(random ?? Math.random) });
  }

  get events(): ImEvents {
    return this.#events;
  }

  /** Everything said that this user sees, own messages and those of rooms among it: hot, for the views. */
  get heard$(): Observable<Heard> {
    return this.#heard;
  }

  readonly report = (error: ImError): void => this.#events.tell('errors', error);

  to(peer: Peer): Compose<File> {
    return composeTo(peer, { send: this.send, report: this.report });
  }

  /** One event of the live session. */
  receive(event: ServerEvent): void {
    if (event.name !== 'ack') return this.#inbound.receive(event);
    const answer = event.payload;
    const entry = this.outbox.answer(answer);
    if (!entry || !this.#self || 'error' in answer) return;
    const { push, ...said } = entry.say;
    const { ts, seq } = answer;
    const payload = { ...said, ts, seq } as Yourself;
    this.#heard.next({ self: this.#self, event: { name: 'yourself', payload }, place: undefined });
    // What is said in a room is not stored and has no place.
    if (seq !== undefined) this.#inbound.stored(entry.cid, conversationKey(this.#self, said.to), seq, ts);
  }

  /** A session has begun; `online` waits for the end of this. */
  prepare(session: Session): Observable<never> {
    const { self } = session;
    if (this.#self && (this.#self.kind !== self.kind || this.#self.id !== self.id)) {
      // Another user has logged in: what was there belongs to somebody else.
      this.outbox.disown();
      void this.#release();
    }
    this.#self = self;
    return concat(this.#remember(self), this.#inbound.prepare(session));
  }

  /** Gives up what this device keeps, even if it is only being opened; resolves when it is on disk. */
  async #release(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    this.#device = undefined;
    const device = await opening?.catch(noop);
    await device?.close();
  }

  /** Finds what this device keeps of the user. */
  #remember(self: Identity): Observable<never> {
    const open = this.#openDevice;
    if (this.#device || !open) return EMPTY;
    return defer(() => (this.#opening ??= open(self))).pipe(
      tap((device) => {
        this.#device = device;
        if (device.cursor) this.#inbound.restore(device.cursor);
        this.outbox.keepIn(device);
        device.whenAdopted((entries) => this.outbox.adopt(entries));
      }),
      catchError((error: unknown) => {
        this.#opening = undefined;
        throw error;
      }),
      ignoreElements(),
    );
  }

  #emit(event: ServerEvent, place: Place | undefined, own: boolean): void {
    if (this.#self && this.#heard.observed) this.#heard.next({ self: this.#self, event, place });
    if (own) {
      if (place) this.#device?.passed(place.conv, place.position);
      return;
    }
    if (event.name === 'message' && this.#events.entrusts) {
      const done = place && this.#device?.entrust(place.conv, place.position);
      this.#events.tell('inbox', { message: event.payload, done: done ?? noop });
      this.#events.emit(event);
      return;
    }
    this.#events.emit(event);
    if (place) this.#device?.passed(place.conv, place.position);
  }

  /** Follows the connection. */
  follow(state: ConnectionState): void {
    if (state.name === 'online') {
      this.outbox.resume(state.session.limits);
      this.#ticks ??= interval(this.#syncInterval, this.#scheduler).subscribe(() => this.#inbound.resync());
      return;
    }
    this.#ticks?.unsubscribe();
    this.#ticks = undefined;
    this.outbox.pause();
    if (state.name !== 'syncing') this.#inbound.stop();
  }

  /** Ends everything; resolves when what is kept is on disk. */
  async close(): Promise<void> {
    this.outbox.close();
    this.#events.complete();
    this.#heard.complete();
    await this.#release();
  }
}
