import {
  concat,
  defer,
  distinctUntilChanged,
  filter,
  ignoreElements,
  map,
  merge,
  skip,
  switchMap,
  take,
  tap,
  type Observable,
} from 'rxjs';
import { connectFour, type ConnectFour } from '../game/connect-four';
import type { Timing } from '../lobby/host';
import type { Lobby } from '../lobby/lobby';
import { leaveRoom, openRoom } from '../lobby/rooms';
import { openTable } from '../lobby/table';
import { playAt, type Player } from './player';
import { say } from './print';

/** Games until the one who sat down first goes on. */
const DRAWS = 3;

export interface MatchOptions {
  /** Milliseconds that a player thinks. */
  readonly pace: number;
  readonly timing: Partial<Timing>;
}

export interface MatchResult {
  readonly winner: Player;
  readonly loser: Player;
  readonly lobby: Lobby<ConnectFour>;
}

/** Who won, when it is decided. */
const decided = (lobby: Lobby<ConnectFour>, home: Player, guest: Player): MatchResult | undefined => {
  const { phase, games } = lobby;
  if (phase.name !== 'over' || (phase.winner === undefined && games < DRAWS)) return undefined;
  return phase.winner === guest.name
    ? { winner: guest, loser: home, lobby }
    : { winner: home, loser: guest, lobby };
};

/** Two players meet in a room of their own and play until one has won. Emits the result as the first of them sees it. */
export const match = (
  home: Player,
  guest: Player,
  { pace, timing }: MatchOptions,
): Observable<MatchResult> => {
  const at = (player: Player, id: string): Observable<Lobby<ConnectFour>> => {
    const table = openTable({ im: player.im, id, self: player.name, rules: connectFour, timing });
    const lobby$ = table.view$.pipe(map(({ lobby }) => lobby));
    // Of a new host tells whoever became it.
    const moved$ = lobby$.pipe(
      map(({ host }) => host),
      distinctUntilChanged(),
      skip(1),
      tap((host) => host === player.name && say(host, 'is the host now')),
    );
    return merge(lobby$, merge(moved$, playAt(table, player, pace)).pipe(ignoreElements()));
  };
  const play = (id: string): Observable<MatchResult> =>
    defer(() => {
      const seen$ = merge(at(home, id), at(guest, id));
      return seen$.pipe(
        map((lobby) => decided(lobby, home, guest)),
        filter((result) => result !== undefined),
        take(1),
      );
    });
  const leave = async (id: string): Promise<void> => {
    for (const { im, name } of [home, guest]) await leaveRoom(im, id, name).catch(() => undefined);
  };

  return openRoom(home.im, {
    self: home.name,
    name: `${home.name} and ${guest.name}`,
    rules: connectFour,
  }).pipe(
    switchMap((id) =>
      concat(
        guest.im.rooms.join(id, guest.name).pipe(ignoreElements()),
        play(id),
        defer(() => leave(id)).pipe(ignoreElements()),
      ),
    ),
  );
};
