import {
  distinctUntilChanged,
  EMPTY,
  filter,
  ignoreElements,
  map,
  merge,
  switchMap,
  timer,
  type Observable,
} from 'rxjs';
import { chooseColumn } from '../game/choose-column';
import { connectFour, type ConnectFour, type Drop } from '../game/connect-four';
import { seatOf, type Lobby } from '../lobby/lobby';
import type { LobbyIm } from '../lobby/rooms';
import type { Table } from '../lobby/table';

/** One of those who play, with a connection of its own. */
export interface Player {
  readonly name: string;
  readonly im: LobbyIm;
  /** Moves that it looks ahead. */
  readonly depth: number;
}

/** Who lost does not ask for another game; after a draw both do. */
const wantsToPlay = ({ phase, seats }: Lobby<ConnectFour>): boolean =>
  seats.length === connectFour.seats &&
  (phase.name === 'open' || (phase.name === 'over' && phase.winner === undefined));

/** Whether it is this player's turn, and at which move. */
const turn = ({ phase, game }: Lobby<ConnectFour>, name: string): ConnectFour | undefined =>
  phase.name === 'playing' && game !== null && connectFour.turnOf(game) === name ? game : undefined;

/** Plays at a table by itself, as a person would: says that it is ready, and moves when it is its turn. */
export const playAt = (
  { view$, act }: Table<ConnectFour, Drop>,
  { name, depth }: Player,
  pace: number,
): Observable<never> => {
  const lobby$ = view$.pipe(
    filter(({ connected }) => connected),
    map(({ lobby }) => lobby),
  );
  const ready$ = lobby$.pipe(
    map((lobby) => wantsToPlay(lobby) && seatOf(lobby, name)?.ready === false),
    distinctUntilChanged(),
    switchMap((wants) => (wants ? act({ type: 'ready', ready: true }) : EMPTY)),
  );
  const move$ = lobby$.pipe(
    map((lobby) => turn(lobby, name)),
    distinctUntilChanged((one, other) => one?.columns.length === other?.columns.length),
    switchMap((game) => (game ? timer(pace).pipe(map(() => game.columns)) : EMPTY)),
    map((columns): Drop => ({ at: columns.length, column: chooseColumn(columns, { depth }) })),
    switchMap((move) => act({ type: 'move', move })),
  );
  return merge(ready$, move$).pipe(ignoreElements());
};
