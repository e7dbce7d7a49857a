import {
  catchError,
  concatMap,
  defer,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  filter,
  ignoreElements,
  map,
  merge,
  repeat,
  ReplaySubject,
  share,
  skip,
  Subject,
  switchMap,
  take,
  takeUntil,
  timer,
  withLatestFrom,
  type MonoTypeOperatorFunction,
  type Observable,
} from 'rxjs';
import { inRoom, room, text } from 'rxim';
import { endOf } from './end-of';
import { host, TIMING, type Timing } from './host';
import type { Action, Lobby, LobbyEvent } from './lobby';
import { lookAt, type TableView } from './look-at';
import { isNewer, isOfOtherHost } from './newest';
import { createReducer } from './reduce';
import { published, type LobbyIm } from './rooms';
import type { Rules } from './rules';
import { createReader } from './wire';

export interface TableOptions<Game, Move> {
  readonly im: LobbyIm;
  /** Of a room that this user is in. */
  readonly id: string;
  readonly self: string;
  readonly rules: Rules<Game, Move>;
  readonly timing?: Partial<Timing>;
}

export interface Table<Game, Move> {
  /**
   * The table as it is now, replayed. Whoever watches it does the host's duty when it is the host. Completes when this user
   * is in the room no longer.
   */
  readonly view$: Observable<TableView<Game>>;
  /** Asks for something until it has been done, or can't be done. Cold; completes then. */
  readonly act: (action: Action<Move>) => Observable<never>;
}

/** Milliseconds after which what was asked for, and has not been done, is asked for again: room messages may be lost. */
const AGAIN = 1000;

const shared = <T>(): MonoTypeOperatorFunction<T> => share({ connector: () => new ReplaySubject<T>(1) });

export const openTable = <Game, Move>({
  im,
  id,
  self,
  rules,
  timing,
}: TableOptions<Game, Move>): Table<Game, Move> => {
  const reduce = createReducer(rules);
  const reader = createReader(rules);
  const own$ = new Subject<Action<Move>>();
  const seen$ = lookAt({ im, id, self, read: reader.lobby }).pipe(shared());

  const event$ = merge(
    im.message$.pipe(
      inRoom(id),
      map(({ from, content }) => ({ by: from.id, action: reader.action(content.body) })),
    ),
    own$.pipe(map((action) => ({ by: self, action }))),
  ).pipe(
    map(({ by, action }): LobbyEvent<Move> | undefined => action && { type: 'act', by, action }),
    filter((event) => event !== undefined),
  );
  const present$ = seen$.pipe(
    filter(({ connected }) => connected),
    map(({ room: { members }, online }): LobbyEvent<Move> => ({ type: 'present', members, online })),
  );

  const publish = (lobby: Lobby<Game>) =>
    // Refused: this user is in the room no longer, which `seen$` tells.
    im.rooms.attributes.set(id, published(lobby, rules)).pipe(catchError(() => EMPTY));

  /** One term as the host: it publishes what it reduces, until somebody else is the host. */
  const term = ({ lobby }: TableView<Game>): Observable<never> => {
    const start = { ...lobby, term: lobby.term + 1, rev: 0, host: self };
    const mine$ = host({
      start,
      event$: merge(present$, event$),
      rules,
      reduce,
      timing: { ...TIMING, ...timing },
    }).pipe(shared());
    const overwritten$ = seen$.pipe(
      filter(({ isOverwritten }) => isOverwritten),
      withLatestFrom(mine$, (_, mine) => mine),
    );
    const succeeded$ = seen$.pipe(
      withLatestFrom(mine$),
      filter(([seen, mine]) => isOfOtherHost(seen.lobby, mine) && isNewer(seen.lobby, mine)),
    );
    return merge(mine$, overwritten$).pipe(
      // One after the other, and what is out of date when its turn comes is left out.
      concatMap((each) =>
        mine$.pipe(
          take(1),
          filter((now) => now === each),
          concatMap(publish),
        ),
      ),
      ignoreElements(),
      takeUntil(succeeded$),
    );
  };

  const hosting$ = seen$.pipe(
    map(({ isHost }) => isHost),
    distinctUntilChanged(),
    switchMap((isHost) =>
      isHost
        ? defer(() => seen$.pipe(take(1), switchMap(term))).pipe(
            // Succeeded by another window of this user, it leaves the table to that.
            repeat({ delay: () => seen$.pipe(filter(({ lobby }) => lobby.host !== self)) }),
          )
        : EMPTY,
    ),
  );
  const view$ = merge(seen$, hosting$.pipe(takeUntil(endOf(seen$)))).pipe(shared());

  const ask = (action: Action<Move>): Observable<unknown> =>
    view$.pipe(
      take(1),
      switchMap(({ isHost }) => {
        if (!isHost) return im.send({ to: room(id), content: text(JSON.stringify(action)) });
        own$.next(action);
        return EMPTY;
      }),
      // Lost, or nobody knows: it will be asked for again.
      catchError(() => EMPTY),
    );

  return {
    view$,
    act: (action) => {
      const event: LobbyEvent<Move> = { type: 'act', by: self, action };
      const isDone = ({ connected, lobby }: TableView<Game>) => connected && reduce(lobby, event) === lobby;
      const newHost$ = view$.pipe(
        map(({ lobby }) => lobby.host),
        distinctUntilChanged(),
        skip(1),
      );
      return merge(timer(0, AGAIN), newHost$).pipe(
        exhaustMap(() => ask(action)),
        ignoreElements(),
        takeUntil(merge(view$.pipe(filter(isDone)), endOf(view$))),
      );
    },
  };
};
