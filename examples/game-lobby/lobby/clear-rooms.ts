import {
  catchError,
  concat,
  concatMap,
  defer,
  distinctUntilChanged,
  EMPTY,
  from,
  groupBy,
  ignoreElements,
  map,
  mergeMap,
  switchMap,
  timer,
  type Observable,
} from 'rxjs';
import { TIMING } from './host';
import { findRooms, type OpenRoom } from './open-rooms';
import { leaveRoom, type LobbyIm } from './rooms';

export interface ClearRoomsOptions {
  readonly im: LobbyIm;
  readonly self: string;
  /** Name of the game. */
  readonly game: string;
  /** Milliseconds between two looks. @default 10 000 */
  readonly every?: number;
  /** Milliseconds for which seats are held, at least: a room stays as long as its players may come back. @default that of hosts */
  readonly hold?: number;
  /** Who looks for rooms at the same time is not to act at the same time. @default Math.random */
  readonly random?: () => number;
}

/**
 * Dissolves rooms in which nobody has been for as long as seats are held: all have closed their windows, or the last two left
 * at the same moment. Only members may, so this enters first, and leaves again if it finds somebody there. Tables where this
 * user still has a seat are left after the same time: it is for whoever is in the lobby. The time begins anew when the
 * connection does, since a server that restarts finds all its rooms empty. Emits the ids of rooms that were left or dissolved.
 */
export const clearRooms = ({
  im,
  self,
  game,
  every = 10_000,
  hold = TIMING.hold,
  random = Math.random,
}: ClearRoomsOptions): Observable<string> => {
  const clear = (id: string): Observable<string> =>
    concat(
      im.rooms.join(id, self).pipe(ignoreElements()),
      defer(() => leaveRoom(im, id, self)).pipe(map(() => id)),
      // Somebody else was faster.
    ).pipe(catchError(() => EMPTY));
  const watch = () =>
    findRooms(im, { game, every }).pipe(
      mergeMap((rooms) => from(rooms)),
      groupBy(({ id }: OpenRoom) => id),
      mergeMap((room$) =>
        room$.pipe(
          map(({ present, isMine }) => present === 0 || isMine),
          distinctUntilChanged(),
          switchMap((isLeft) => (isLeft ? timer(hold * (1 + random())) : EMPTY)),
          // Not within: from the moment in which it is entered, the room is empty no longer.
          concatMap(() => clear(room$.key)),
        ),
      ),
    );
  return im.state$.pipe(
    map((state) => (state.name === 'online' ? state.session : undefined)),
    distinctUntilChanged(),
    switchMap((session) => (session ? defer(watch) : EMPTY)),
  );
};
