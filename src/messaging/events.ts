import { Subject, type Observable } from 'rxjs';
import type { ImError } from '../errors';
import type { Change, Gap, Message, Read, ServerEvent, ServerEvents, System, Yourself } from '../protocol';

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

/** What the application hears, by the names of the wire where it comes from there. */
interface Told extends Omit<ServerEvents, 'login' | 'ack' | 'token' | 'resync' | 'bye' | 'batch'> {
  readonly inbox: InboxItem;
  readonly gaps: Gap;
  readonly errors: ImError;
}

/** The writing side of `ImEvents`. */
export class Events implements ImEvents {
  readonly #told: { readonly [Name in keyof Told]: Subject<Told[Name]> } = {
    message: new Subject(),
    inbox: new Subject(),
    yourself: new Subject(),
    sys: new Subject(),
    online: new Subject(),
    offline: new Subject(),
    online_x: new Subject(),
    offline_x: new Subject(),
    change: new Subject(),
    read: new Subject(),
    gaps: new Subject(),
    errors: new Subject(),
  };

  readonly message$ = this.#told.message.asObservable();
  readonly inbox$ = this.#told.inbox.asObservable();
  readonly yourself$ = this.#told.yourself.asObservable();
  readonly sys$ = this.#told.sys.asObservable();
  readonly online$ = this.#told.online.asObservable();
  readonly offline$ = this.#told.offline.asObservable();
  readonly onlineX$ = this.#told.online_x.asObservable();
  readonly offlineX$ = this.#told.offline_x.asObservable();
  readonly change$ = this.#told.change.asObservable();
  readonly read$ = this.#told.read.asObservable();
  readonly gaps$ = this.#told.gaps.asObservable();
  readonly errors$ = this.#told.errors.asObservable();

  tell<Name extends keyof Told>(name: Name, what: Told[Name]): void {
    this.#told[name].next(what);
  }

  /** What has no stream is between the server and the client. */
  emit({ name, payload }: ServerEvent): void {
    (this.#told as Partial<Record<string, Subject<unknown>>>)[name]?.next(payload);
  }

  /** Somebody answers for the messages that come. */
  get entrusts(): boolean {
    return this.#told.inbox.observed;
  }

  complete(): void {
    for (const subject of Object.values<{ complete(): void }>(this.#told)) subject.complete();
  }
}
