import {
  concat,
  concatMap,
  filter,
  from,
  ignoreElements,
  map,
  of,
  switchMap,
  take,
  takeWhile,
  type Observable,
} from 'rxjs';
import { openRooms, type OpenRoom, type OpenRooms } from './open-rooms';
import { leaveRoom, openRoom, type LobbyIm } from './rooms';
import type { Rules } from './rules';

export interface QuickMatchParts<Game, Move> {
  readonly im: LobbyIm;
  readonly self: string;
  readonly rules: Rules<Game, Move>;
  /** Of the room that is opened if there is none to join. */
  readonly name: string;
  /** Milliseconds between two looks. @default 2000 */
  readonly every?: number;
}

const hasSeat = ({ state }: OpenRoom): boolean => state === 'open';

/** The first of the rooms with a free seat, the same one for everybody who looks. */
const choose = (rooms: OpenRooms): string | undefined =>
  [...rooms.values()]
    .filter(hasSeat)
    .map(({ id }) => id)
    .sort()[0];

/**
 * Finds a partner: enters a room with a free seat, or opens one and waits. Emits the id of the room that this user is in, and
 * another one if it moves; completes when somebody came. Two who open a room at the same moment find each other: who
 * waits alone goes over to a room whose id comes before that of its own, and nobody the other way.
 */
export const quickMatch = <Game, Move>({
  im,
  self,
  rules,
  name,
  every = 2000,
}: QuickMatchParts<Game, Move>): Observable<string> => {
  const rooms$ = openRooms(im, { game: rules.name, every });

  const wait = (id: string): Observable<string> =>
    rooms$.pipe(
      takeWhile((rooms) => (rooms.get(id)?.taken ?? 1) === 1),
      map(choose),
      filter((other) => other !== undefined && other < id),
      take(1),
      concatMap((other = id) => concat(from(leaveRoom(im, id, self)).pipe(ignoreElements()), enter(other))),
    );
  const enter = (id: string): Observable<string> =>
    concat(im.rooms.join(id, self).pipe(ignoreElements()), of(id), wait(id));
  const open$ = openRoom(im, { self, name, rules }).pipe(switchMap((id) => concat(of(id), wait(id))));

  return rooms$.pipe(
    take(1),
    map(choose),
    switchMap((id) => (id === undefined ? open$ : enter(id))),
  );
};
