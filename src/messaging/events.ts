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

/** Events of the server that the application hears. */
type Heard =
  | 'message'
  | 'yourself'
  | 'sys'
  | 'online'
  | 'offline'
  | 'online_x'
  | 'offline_x'
  | 'change'
  | 'read';

/** The writing side of `ImEvents`. */
export class Events implements ImEvents {
  readonly #heard: { readonly [Name in Heard]: Subject<ServerEvents[Name]> } = {
    message: new Subject(),
    yourself: new Subject(),
    sys: new Subject(),
    online: new Subject(),
    offline: new Subject(),
    online_x: new Subject(),
    offline_x: new Subject(),
    change: new Subject(),
    read: new Subject(),
  };
  readonly #inbox = new Subject<InboxItem>();
  readonly #gaps = new Subject<Gap>();
  readonly #errors = new Subject<ImError>();

  readonly message$ = this.#heard.message.asObservable();
  readonly inbox$ = this.#inbox.asObservable();
  readonly yourself$ = this.#heard.yourself.asObservable();
  readonly sys$ = this.#heard.sys.asObservable();
  readonly online$ = this.#heard.online.asObservable();
  readonly offline$ = this.#heard.offline.asObservable();
  readonly onlineX$ = this.#heard.online_x.asObservable();
  readonly offlineX$ = this.#heard.offline_x.asObservable();
  readonly change$ = this.#heard.change.asObservable();
  readonly read$ = this.#heard.read.asObservable();
  readonly gaps$ = this.#gaps.asObservable();
  readonly errors$ = this.#errors.asObservable();

  /** What has no stream is between the server and the client. */
  emit({ name, payload }: ServerEvent): void {
    (this.#heard as Partial<Record<string, Subject<unknown>>>)[name]?.next(payload);
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
    const all = [...Object.values(this.#heard), this.#inbox, this.#gaps, this.#errors] as Subject<unknown>[];
    for (const subject of all) subject.complete();
  }
}
