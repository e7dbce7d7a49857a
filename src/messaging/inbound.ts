import { concat, concatMap, defer, EMPTY, type Observable, type Subscription, tap } from 'rxjs';
import { ImError } from '../errors';
import type { Session } from '../connection';
import {
  conversationKey,
  senderOf,
  systemKey,
  type ConversationKey,
  type Cursor,
  type Gap,
  type Identity,
  type Peer,
  type Position,
  type ServerEvent,
  type SyncAnswer,
  type SyncRequest,
} from '../protocol';
import { CursorMap, type KeyRange } from './cursor';

export interface InboundParts {
  /** One page of what was missed. */
  readonly fetch: (self: Identity, request: SyncRequest) => Observable<SyncAnswer>;
  /** What came; `place` is where a stored message stands, `own` that this device itself has sent it. */
  readonly emit: (event: ServerEvent, place: Place | undefined, own: boolean) => void;
  /** The cursor has passed something that did not come as an event. */
  readonly passed: (conv: ConversationKey, position: Position) => void;
  readonly gap: (gap: Gap) => void;
  /** A message of this device's own turned up in a sync; `false` if it is none. */
  readonly settle: (cid: string, at: { readonly ts: number; readonly seq?: number }) => boolean;
  readonly report: (error: ImError) => void;
  /** Live events kept back during one sync, at the most; beyond that they are dropped and synced. @default 10_000 */
  readonly bufferLimit?: number;
}

/** A stored message's place. */
export interface Place {
  readonly conv: ConversationKey;
  readonly position: Position;
}

/** An own message was stored as `seq`; it takes its place among the events, so that the cursor moves in order. */
interface OwnStored extends Place {
  readonly name: 'stored';
  readonly cid: string;
}

/**
 * Turns what the socket brings into what the application hears: each stored message once, in the order of its
 * conversation. Whatever does not follow the last known message waits until a sync has closed the gap.
 */
export class Inbound {
  readonly #parts: InboundParts;
  readonly #bufferLimit: number;
  #self: Identity | undefined;
  /** `undefined`: this device has never been logged in as this user and starts at now. */
  #cursor: CursorMap | undefined;
  /** Events that wait for the end of the sync that is running; `undefined` if none is. */
  #held: (ServerEvent | OwnStored)[] | undefined;
  /**
   * Own messages that are acknowledged, but that the cursor has not passed: a sync will bring them, maybe that of a later
   * session, and they are no news.
   */
  readonly #ownAhead = new Map<string, Place>();
  #missedMore = false;
  /** Messages come in runs: the key of the last one's conversation need not be made and hashed anew. */
  #lastPeer: Peer | undefined;
  #lastKey: ConversationKey = '';
  #running: Subscription | undefined;

  constructor(parts: InboundParts) {
    this.#parts = parts;
    this.#bufferLimit = parts.bufferLimit ?? 10_000;
  }

  /** A session has begun: events are kept back until the observable, which is cold, has caught up. */
  prepare({ self, extended }: Session): Observable<never> {
    this.stop();
    if (self.kind !== this.#self?.kind || self.id !== this.#self.id) {
      this.#self = self;
      this.#lastPeer = undefined;
      this.#cursor = undefined;
      this.#ownAhead.clear();
    }
    if (!extended) return EMPTY;
    this.#held = [];
    return this.#sync();
  }

  /** Goes on where an earlier process of this device ended. */
  restore(cursor: Cursor): void {
    this.#cursor = new CursorMap();
    this.#cursor.merge(cursor);
  }

  /** The session is over. What was kept back is dropped: the next sync brings it. */
  stop(): void {
    this.#running?.unsubscribe();
    this.#release();
  }

  /** One event of the session, in the order of the wire. */
  receive(event: ServerEvent | OwnStored): void {
    if (!this.#held) return this.#admit(event);
    if (this.#held.length < this.#bufferLimit) this.#held.push(event);
    else this.#missedMore = true;
  }

  /** An own message was acknowledged. */
  stored(cid: string, conv: ConversationKey, seq: number, ts: number): void {
    const stored: OwnStored = { name: 'stored', cid, conv, position: [seq, ts] };
    this.#ownAhead.set(cid, stored);
    this.receive(stored);
  }

  /** Something may have been missed: syncs everything. */
  resync(): void {
    if (this.#held) this.#missedMore = true;
    else this.#open();
  }

  #admit(event: ServerEvent | OwnStored): void {
    if (event.name === 'resync') return this.resync();
    const place = this.#place(event);
    if (!place) return this.#deliver(event, undefined);
    const last = this.#last(place.conv);
    const [seq] = place.position;
    if (seq <= last) return;
    if (seq > last + 1) return this.#open(event, place);
    // The position moves first: a subscriber that makes the client read more must not meet this message again.
    this.#cursor?.set(place.conv, place.position);
    this.#deliver(event, place);
  }

  /** The number of the last message that the application knows. */
  #last(conv: ConversationKey): number {
    return this.#cursor?.get(conv)?.[0] ?? 0;
  }

  /** Where a stored message stands; everything else stands nowhere. */
  #place(event: ServerEvent | OwnStored): Place | undefined {
    if (event.name === 'stored') return event;
    if (event.name !== 'message' && event.name !== 'yourself' && event.name !== 'sys') return undefined;
    const { seq, ts } = event.payload;
    if (seq === undefined || !this.#self) return undefined;
    const position: Position = [seq, ts];
    if (event.name === 'sys') return { conv: systemKey(this.#self), position };
    const peer = event.name === 'message' ? senderOf(event.payload) : event.payload.to;
    return { conv: this.#keyOf(this.#self, peer), position };
  }

  #keyOf(self: Identity, peer: Peer): ConversationKey {
    if (peer.id !== this.#lastPeer?.id || peer.type !== this.#lastPeer.type) {
      this.#lastPeer = peer;
      this.#lastKey = conversationKey(self, peer);
    }
    return this.#lastKey;
  }

  #deliver(event: ServerEvent | OwnStored, place: Place | undefined): void {
    if (event.name !== 'stored') {
      this.#parts.emit(event, place, this.#isOwn(event));
      return;
    }
    this.#ownAhead.delete(event.cid);
    this.#parts.passed(event.conv, event.position);
  }

  /** What this device itself has sent is no news to it. */
  #isOwn({ name, payload }: ServerEvent): boolean {
    if (name !== 'yourself' || payload.cid === undefined) return false;
    return this.#ownAhead.delete(payload.cid) || this.#parts.settle(payload.cid, payload);
  }

  /** What opened the gap waits, and so does everything that follows. */
  #open(event?: ServerEvent | OwnStored, place?: Place): void {
    this.#held = [];
    this.#running = this.#sync(place?.conv, event).subscribe({
      error: (error: unknown) => {
        this.#parts.report(
          new ImError('protocol', 'A sync failed; the next one asks again', { cause: error }),
        );
        this.#giveUp();
      },
    });
  }

  /** No sync was to be had: what is stored will come with the next one, the rest would be lost. */
  #giveUp(): void {
    const events = this.#held ?? [];
    this.#release();
    for (const event of events) if (!this.#place(event)) this.#deliver(event, undefined);
  }

  #release(): void {
    this.#held = undefined;
    this.#missedMore = false;
  }

  #sync(conv?: ConversationKey, opener?: ServerEvent | OwnStored): Observable<never> {
    return concat(
      defer(() => (this.#cursor ? this.#pullAll(this.#cursor, conv) : this.#start())),
      defer(() => this.#drain(opener)),
    );
  }

  /** The first login of this device: takes the positions of now. */
  #start(): Observable<never> {
    const cursor = new CursorMap();
    const page = (after?: ConversationKey): Observable<never> =>
      this.#fetch({ cursor: null, after }).pipe(
        concatMap((answer) => {
          cursor.merge(answer.cursor);
          const last = Object.keys(answer.cursor).sort().pop();
          return answer.more && last !== undefined ? page(last) : EMPTY;
        }),
      );
    return page().pipe(tap({ complete: () => this.#startAt(cursor) }));
  }

  /** The positions of now may include what came live since the login; that is news all the same. */
  #startAt(cursor: CursorMap): void {
    this.#cursor = cursor;
    const heard = new Set<ConversationKey>();
    for (const event of this.#held ?? []) {
      const place = this.#place(event);
      if (!place || heard.has(place.conv)) continue;
      heard.add(place.conv);
      cursor.set(place.conv, [Math.min(place.position[0] - 1, cursor.get(place.conv)?.[0] ?? 0), 0]);
    }
    for (const [conv, position] of cursor) if (!heard.has(conv)) this.#parts.passed(conv, position);
    // Where there is nothing to read yet, this tells the next process that it is not the first one.
    this.#parts.passed('', [0, 0]);
  }

  #pullAll(cursor: CursorMap, conv?: ConversationKey): Observable<never> {
    const ranges = conv === undefined ? cursor.ranges() : [cursor.around(conv)];
    return concat(...ranges.map((range) => this.#pull(cursor, range)));
  }

  #pull(cursor: CursorMap, range: KeyRange): Observable<never> {
    return defer(() => this.#fetch({ cursor: cursor.within(range), ...range })).pipe(
      concatMap((answer) => {
        this.#apply(cursor, answer);
        return answer.more ? this.#pull(cursor, range) : EMPTY;
      }),
    );
  }

  #fetch(request: SyncRequest): Observable<SyncAnswer> {
    return this.#self ? this.#parts.fetch(this.#self, request) : EMPTY;
  }

  #apply(cursor: CursorMap, { messages, cursor: moved, lost = [], more }: SyncAnswer): void {
    if (more && messages.length === 0 && Object.keys(moved).length === 0) {
      throw new ImError('protocol', 'A sync moved nothing, and there is more');
    }
    for (const gap of lost) this.#parts.gap(gap);
    for (const { conv, event } of messages) {
      const [name, payload] = event;
      const { seq = 0, ts } = payload;
      const position: Position = [seq, ts];
      cursor.set(conv, position);
      this.#deliver({ name, payload } as ServerEvent, { conv, position });
    }
    cursor.merge(moved);
    for (const [conv, position] of Object.entries(moved)) this.#parts.passed(conv, position);
  }

  /** Ends a sync: what was kept back is admitted in its order, and may open the next one. */
  #drain(opener?: ServerEvent | OwnStored): Observable<never> {
    const events = this.#held ?? [];
    const again = this.#missedMore;
    this.#release();
    for (const [cid, { conv, position }] of this.#ownAhead)
      if (position[0] <= this.#last(conv)) this.#ownAhead.delete(cid);
    if (opener) this.#admitAfterSync(opener);
    for (const event of events) this.receive(event);
    if (again) this.resync();
    return EMPTY;
  }

  /** A message that still does not follow, though the server has told all it has, must not ask for ever. */
  #admitAfterSync(event: ServerEvent | OwnStored): void {
    const place = this.#place(event);
    if (place) {
      const { conv, position } = place;
      const from = this.#last(conv) + 1;
      const to = position[0] - 1;
      if (from <= to) {
        this.#parts.gap({ conv, from, to });
        this.#cursor?.set(conv, [to, 0]);
      }
    }
    this.#admit(event);
  }
}
