import { asyncScheduler, interval, type Observable, type SchedulerLike, type Subscription } from 'rxjs';
import type { ConnectionState, Session } from '../connection';
import type { ImError } from '../errors';
import {
  conversationKey,
  type Say,
  type ServerEvent,
  type SyncAnswer,
  type SyncRequest,
  type Identity,
} from '../protocol';
import { mintCid } from './cid';
import { composeTo, type Compose } from './compose';
import type { Delivery } from './delivery';
import { Events, type ImEvents } from './events';
import { Inbound } from './inbound';
import { Outbox, type OutboxOptions } from './outbox';
import { createSend, type Draft, type Upload } from './send';
import type { Peer } from '../protocol';

export interface MessagingOptions<File> {
  /** Puts a `say` on the wire; `false` if nobody is logged in. */
  readonly transmit: (say: Say) => boolean;
  readonly fetch: (self: Identity, request: SyncRequest) => Observable<SyncAnswer>;
  readonly upload: Upload<File>;
  readonly outbox?: OutboxOptions | undefined;
  /** Milliseconds between syncs of a healthy connection; a lost last message shows in no gap. @default 600_000 */
  readonly syncInterval?: number | undefined;
  readonly random?: (() => number) | undefined;
  readonly scheduler?: SchedulerLike | undefined;
}

/** Everything between the connection and the application: what comes in, and what goes out. */
export class Messaging<File> {
  readonly #events = new Events();
  readonly #inbound: Inbound;
  readonly #outbox: Outbox;
  readonly #scheduler: SchedulerLike;
  readonly #syncInterval: number;
  #self: Identity | undefined;
  #ticks: Subscription | undefined;

  readonly send: (draft: Draft<File>) => Observable<Delivery>;

  constructor({ transmit, fetch, upload, outbox, syncInterval, random, scheduler }: MessagingOptions<File>) {
    this.#scheduler = scheduler ?? asyncScheduler;
    this.#syncInterval = syncInterval ?? 600_000;
    this.#outbox = new Outbox({ transmit, report: this.report, scheduler: this.#scheduler }, outbox);
    this.#inbound = new Inbound({
      fetch,
      emit: (event) => this.#events.emit(event),
      gap: (gap) => this.#events.gap(gap),
      settle: (cid, at) => this.#outbox.settle(cid, at),
      report: this.report,
    });
    this.send = createSend({ outbox: this.#outbox, upload, mint: () => mintCid(random ?? Math.random) });
  }

  get events(): ImEvents {
    return this.#events;
  }

  get waiting(): number {
    return this.#outbox.size;
  }

  readonly report = (error: ImError): void => this.#events.error(error);

  to(peer: Peer): Compose<File> {
    return composeTo(peer, { send: this.send, report: this.report });
  }

  withdraw(cid: string): boolean {
    return this.#outbox.withdraw(cid);
  }

  /** One event of the live session. */
  receive(event: ServerEvent): void {
    if (event.name !== 'ack') return this.#inbound.receive(event);
    const answer = event.payload;
    const entry = this.#outbox.answer(answer);
    if (!entry || !this.#self || 'error' in answer || answer.seq === undefined) return;
    this.#inbound.stored(entry.cid, conversationKey(this.#self, entry.say.to), answer.seq, answer.ts);
  }

  /** A session has begun; `online` waits for the end of this. */
  prepare(session: Session): Observable<never> {
    const { self } = session;
    if (this.#self && (this.#self.kind !== self.kind || this.#self.id !== self.id)) this.#outbox.disown();
    this.#self = self;
    return this.#inbound.prepare(session);
  }

  /** Follows the connection. */
  follow(state: ConnectionState): void {
    if (state.name === 'online') {
      this.#outbox.resume(state.session.limits);
      this.#ticks ??= interval(this.#syncInterval, this.#scheduler).subscribe(() => this.#inbound.resync());
      return;
    }
    this.#ticks?.unsubscribe();
    this.#ticks = undefined;
    this.#outbox.pause();
    if (state.name !== 'syncing') this.#inbound.stop();
    if (state.name !== 'closed') return;
    this.#outbox.close();
    this.#events.complete();
  }
}
