import {
  catchError,
  combineLatest,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  filter,
  finalize,
  map,
  merge,
  type Observable,
  of,
  ReplaySubject,
  scan,
  share,
  startWith,
  Subject,
  switchMap,
  take,
  tap,
} from 'rxjs';
import type { ImError } from '../errors';
import type { OutboxItem } from '../messaging';
import { conversationKey, PeerType, type ChatRecord, type Identity, type Peer } from '../protocol';
import { byUser } from './by-user';
import { live } from './live';
import type { ViewParts } from './parts';
import { addGap, addPage, addRecord, newest, oldest, type TimelineItem } from './timeline';

/** One line of a conversation: said, gone, or on its way. */
export type ConversationItem =
  | TimelineItem
  /** Not acknowledged yet; `key` is that of the message that it becomes. */
  | ({ readonly type: 'pending'; readonly key: string } & OutboxItem);

/** A conversation that is kept up to date: history, what was recovered and what comes live, as one list. */
export interface Conversation {
  readonly peer: Peer;
  /**
   * All lines that are known, oldest first, without gap or double; a new array with every change. Replayed, one computation
   * for all subscribers, which goes on for some seconds after the last of them has left. Begins with the latest page of
   * the history; a room has none and begins empty.
   */
  readonly messages$: Observable<readonly ConversationItem[]>;
  /**
   * Loads one page of what is older while somebody is subscribed to `messages$`. Eager; emits whether there may be more,
   * and completes. While a page is on its way, further calls are that page's.
   */
  loadOlder(): Observable<boolean>;
  /** The user has read everything here: tells the server and the user's other devices. */
  markRead(): void;
}

const PAGE = 30;

type Timeline = readonly TimelineItem[];
type Step = (timeline: Timeline) => Timeline;

export const createConversation = (peer: Peer, parts: ViewParts): Conversation => {
  const { told$, outbox$, events, session$, grace } = parts;
  const olderPage$ = new Subject<Step>();
  let self: Identity | undefined;
  let timeline: Timeline = [];
  let read = 0;
  let loading$: Observable<boolean> | undefined;

  const page = (who: Identity, before?: number): Observable<readonly ChatRecord[]> =>
    peer.type === PeerType.Room
      ? of([])
      : parts.history(who, peer, { limit: PAGE, ...(before !== undefined && { before }) });

  /** The latest page, at this login or, if it is not to be had, at a later one. */
  const latestPage = (who: Identity): Observable<readonly ChatRecord[]> =>
    session$.pipe(
      exhaustMap(() => page(who).pipe(catchError(reported(parts)))),
      take(1),
    );

  const timelineOf = (who: Identity, key: string): Observable<Timeline> =>
    merge(
      told$.pipe(
        filter(({ conv }) => conv === key),
        map(
          ({ record }): Step =>
            (now) =>
              addRecord(now, record, who.id),
        ),
      ),
      events.gaps$.pipe(
        filter(({ conv }) => conv === key),
        map(
          (gap): Step =>
            (now) =>
              addGap(now, gap),
        ),
      ),
      olderPage$,
      // Last, so that nothing that is said while it is on its way is missed.
      latestPage(who).pipe(
        map(
          (records): Step =>
            (now) =>
              addPage(now, records, who.id),
        ),
      ),
    ).pipe(scan((now: Timeline, step) => step(now), []));

  const messages$ = byUser(session$, (who) => {
    const key = conversationKey(who, peer);
    // Whoever comes back within the same user's time has read as much as before.
    if (who.id !== self?.id || who.kind !== self.kind) read = 0;
    self = who;
    const forgotten$ = events.gaps$.pipe(filter(({ conv, reset }) => conv === key && reset === true));
    return combineLatest([
      // After a restore of the server's database nothing that is shown can be trusted.
      forgotten$.pipe(
        startWith(undefined),
        switchMap(() => timelineOf(who, key)),
        tap((now) => (timeline = now)),
      ),
      outbox$.pipe(
        map((items) => items.filter(({ to }) => conversationKey(who, to) === key)),
        distinctUntilChanged((a, b) => a.length === 0 && b.length === 0),
      ),
    ]).pipe(
      finalize(() => {
        // The client keeps every conversation that was ever looked at; what was shown of it may be large.
        read = newest(timeline);
        timeline = [];
      }),
    );
  }).pipe(
    map(([said, waiting]) => withPending(said, waiting)),
    live(grace),
  );

  const loadOlder = (): Observable<boolean> => {
    if (!self) return of(false);
    const who = self;
    const older$ = page(who, oldest(timeline)).pipe(
      // Over before anybody hears of it: who does may ask for the next page at once.
      tap({ next: () => (loading$ = undefined), error: () => (loading$ = undefined) }),
      tap((records) => olderPage$.next((now) => addPage(now, records, who.id))),
      map((records) => records.length === PAGE),
      share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: false, resetOnComplete: false }),
    );
    return (loading$ ??= older$);
  };

  return {
    peer,
    messages$,
    loadOlder: () => {
      const older$ = loadOlder();
      older$.pipe(catchError(reported(parts))).subscribe();
      return older$;
    },
    markRead: () => {
      const seq = newest(timeline) || read;
      if (self && seq > 0) parts.markRead({ conv: conversationKey(self, peer), seq });
    },
  };
};

/** What could not be loaded is told, and the view stays as it is. */
const reported =
  ({ report }: ViewParts) =>
  (error: unknown): Observable<never> => {
    report(error as ImError);
    return EMPTY;
  };

/** A message may be acknowledged before the outbox has told that it is gone from there. */
const withPending = (said: Timeline, waiting: readonly OutboxItem[]): readonly ConversationItem[] => {
  if (waiting.length === 0) return said;
  const known = new Set(said.map(({ key }) => key));
  const pending = waiting
    .filter(({ cid }) => !known.has(cid))
    .map((item): ConversationItem => ({ type: 'pending', key: item.cid, ...item }));
  return [...said, ...pending];
};
