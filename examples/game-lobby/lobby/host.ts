import {
  BehaviorSubject,
  defer,
  distinctUntilChanged,
  EMPTY,
  from,
  groupBy,
  map,
  merge,
  mergeMap,
  scan,
  startWith,
  switchMap,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import { isBot, type Lobby, type LobbyEvent } from './lobby';
import type { Reducer } from './reduce';
import type { Rules } from './rules';

/** Milliseconds; they are the host's affair alone. */
export interface Timing {
  /** A second of the countdown. */
  readonly second: number;
  /** How long the seat of somebody whose connection is gone is held. */
  readonly hold: number;
  /** How long a bot seems to think. */
  readonly think: number;
}

export const TIMING: Timing = { second: 1000, hold: 30_000, think: 700 };

export interface HostParts<Game, Move> {
  /** The table as it is taken over. */
  readonly start: Lobby<Game>;
  /** What players do, and who is there. */
  readonly event$: Observable<LobbyEvent<Move>>;
  readonly rules: Rules<Game, Move>;
  readonly reduce: Reducer<Game, Move>;
  readonly timing: Timing;
}

/** The countdown: each second begins when the one before it has ended. */
const ticks = <Game, Move>(lobby$: Observable<Lobby<Game>>, { second }: Timing) =>
  lobby$.pipe(
    map(({ phase }) => (phase.name === 'countdown' ? phase.left : 0)),
    distinctUntilChanged(),
    switchMap((left) =>
      left === 0 ? EMPTY : timer(second).pipe(map((): LobbyEvent<Move> => ({ type: 'tick', left }))),
    ),
  );

/** Seats are held: a timer for each player who goes, which ends when the player is back. */
const expiries = <Game, Move>(lobby$: Observable<Lobby<Game>>, { hold }: Timing) =>
  lobby$.pipe(
    mergeMap(({ seats }) => from(seats)),
    groupBy(({ player }) => player),
    mergeMap((seat$) =>
      seat$.pipe(
        map(({ away }) => away),
        distinctUntilChanged(),
        switchMap((away) =>
          away
            ? timer(hold).pipe(map((): LobbyEvent<Move> => ({ type: 'expire', player: seat$.key })))
            : EMPTY,
        ),
      ),
    ),
  );

/** Bots play through their host: whoever becomes the host goes on for them. */
const botMoves = <Game, Move>(lobby$: Observable<Lobby<Game>>, { think }: Timing, rules: Rules<Game, Move>) =>
  lobby$.pipe(
    map(({ phase, game }) => (phase.name === 'playing' ? game : null)),
    distinctUntilChanged(),
    switchMap((game) => {
      const by = game === null ? undefined : rules.turnOf(game);
      if (game === null || by === undefined || !isBot(by)) return EMPTY;
      return timer(think).pipe(
        map((): LobbyEvent<Move> => ({
          type: 'act',
          by,
          action: { type: 'move', move: rules.suggest(game) },
        })),
      );
    }),
  );

/**
 * What a host does: it reduces what happens, and what follows from that in time. Cold; emits each state of the table,
 * beginning with the one that was taken over, and ends with its subscription.
 */
export const host = <Game, Move>({
  start,
  event$,
  rules,
  reduce,
  timing,
}: HostParts<Game, Move>): Observable<Lobby<Game>> =>
  defer(() => {
    const lobby$ = new BehaviorSubject(start);
    return merge(
      ticks<Game, Move>(lobby$, timing),
      expiries<Game, Move>(lobby$, timing),
      botMoves(lobby$, timing, rules),
      event$,
    ).pipe(
      scan(reduce, start),
      startWith(start),
      distinctUntilChanged(),
      tap((lobby) => lobby$.next(lobby)),
    );
  });
