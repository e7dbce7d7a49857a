import { Subject, type Observable } from 'rxjs';
import type { ImError } from '../errors';
import type { Change, Gap, Message, Read, ServerEvent, System, Yourself } from '../protocol';

/**
 * What comes in. All of these are hot, live for as long as the client, never error and complete on `close()`; they
 * replay nothing, because an event that is told twice has happened twice.
 */
export interface ImEvents {
  /** What others wrote to this user, its groups and rooms: once each, in the order of each conversation (guide: `onMessage`). */
  readonly message$: Observable<Message>;
  /**
   * `message$` for consumers that must not forget, such as bots: the stored cursor (option `storage`) moves past a message
   * only when it and those before it in its conversation are done. Whatever was not comes again in the next process.
   */
  readonly inbox$: Observable<InboxItem>;
  /** What this user sent from other devices (guide: `yourself`). */
  readonly yourself$: Observable<Yourself>;
  /** System messages (guide: `sys`). */
  readonly sys$: Observable<System>;
  /** Ids of friends who came (guide: `online`). */
  readonly online$: Observable<string>;
  /** Ids of friends who left (guide: `offline`). */
  readonly offline$: Observable<string>;
  /** Ids of anybody who announces presence to all and came. */
  readonly onlineX$: Observable<string>;
  /** Ids of anybody who announces presence to all and left. */
  readonly offlineX$: Observable<string>;
  /** Friendships, groups and rooms of this user that are not as they were. A hint: what happens while offline is not told. */
  readonly change$: Observable<Change>;
  /** What this user has read on other devices. A hint, like `change$`. */
  readonly read$: Observable<Read>;
  /** Messages that can't be had any more: they expired or were wiped before this device read them. */
  readonly gaps$: Observable<Gap>;
  /** What went wrong and was dealt with: unreadable frames, failed sends that nobody watches. */
  readonly errors$: Observable<ImError>;
}

/** A message that the application answers for. */
export interface InboxItem {
  readonly message: Message;
  /** The message has been dealt with. Idempotent. */
  readonly done: () => void;
}

/** The writing side of `ImEvents`. */
export class Events implements ImEvents {
  readonly #message = new Subject<Message>();
  readonly #inbox = new Subject<InboxItem>();
  readonly #yourself = new Subject<Yourself>();
  readonly #sys = new Subject<System>();
  readonly #online = new Subject<string>();
  readonly #offline = new Subject<string>();
  readonly #onlineX = new Subject<string>();
  readonly #offlineX = new Subject<string>();
  readonly #change = new Subject<Change>();
  readonly #read = new Subject<Read>();
  readonly #gaps = new Subject<Gap>();
  readonly #errors = new Subject<ImError>();

  readonly message$ = this.#message.asObservable();
  readonly inbox$ = this.#inbox.asObservable();
  readonly yourself$ = this.#yourself.asObservable();
  readonly sys$ = this.#sys.asObservable();
  readonly online$ = this.#online.asObservable();
  readonly offline$ = this.#offline.asObservable();
  readonly onlineX$ = this.#onlineX.asObservable();
  readonly offlineX$ = this.#offlineX.asObservable();
  readonly change$ = this.#change.asObservable();
  readonly read$ = this.#read.asObservable();
  readonly gaps$ = this.#gaps.asObservable();
  readonly errors$ = this.#errors.asObservable();

  emit(event: ServerEvent): void {
    switch (event.name) {
      case 'message':
        return this.#message.next(event.payload);
      case 'yourself':
        return this.#yourself.next(event.payload);
      case 'sys':
        return this.#sys.next(event.payload);
      case 'online':
        return this.#online.next(event.payload);
      case 'offline':
        return this.#offline.next(event.payload);
      case 'online_x':
        return this.#onlineX.next(event.payload);
      case 'offline_x':
        return this.#offlineX.next(event.payload);
      case 'change':
        return this.#change.next(event.payload);
      case 'read':
        return this.#read.next(event.payload);
      default: // the rest is between the server and the client
    }
  }

  /** Somebody answers for the messages that come. */
  get entrusts(): boolean {
    return this.#inbox.observed;
  }

  entrust(item: InboxItem): void {
    this.#inbox.next(item);
  }

  gap(gap: Gap): void {
    this.#gaps.next(gap);
  }

  error(error: ImError): void {
    this.#errors.next(error);
  }

  complete(): void {
    for (const subject of [
      this.#message,
      this.#inbox,
      this.#yourself,
      this.#sys,
      this.#online,
      this.#offline,
      this.#onlineX,
      this.#offlineX,
      this.#change,
      this.#read,
      this.#gaps,
      this.#errors,
    ]) {
      subject.complete();
    }
  }
}
