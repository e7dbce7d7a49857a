import {
  catchError,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  map,
  merge,
  scan,
  switchMap,
  timer,
  type Observable,
} from 'rxjs';
import type { LobbyIm, RoomAttributes, RoomState } from './rooms';

/** A room as whoever looks for one sees it. */
export interface OpenRoom {
  readonly id: string;
  readonly name: string;
  readonly seats: number;
  readonly taken: number;
  readonly state: RoomState;
  /** How many are there; members whose connection is gone are not. */
  readonly present: number;
  /** This user is in it. */
  readonly isMine: boolean;
}

export type OpenRooms = ReadonlyMap<string, OpenRoom>;

export interface OpenRoomsOptions {
  /** Name of the game. */
  readonly game: string;
  /** Milliseconds between two looks. @default 2000 */
  readonly every?: number;
}

interface Found {
  readonly id: string;
  readonly present?: number;
  /** Told to members. */
  readonly members?: readonly string[];
  readonly attributes: RoomAttributes;
}

const roomOf = ({ id, present = 0, members, attributes }: Found): OpenRoom => {
  const { name = id, seats = 0, taken = 0, state = 'full' } = attributes;
  return { id, name, seats, taken, state, present, isMine: members !== undefined };
};

const isSame = (one: OpenRoom, other: OpenRoom): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is as it was stays the very same object, and so does the whole map: nobody draws anew what is not new. */
const merged = (before: OpenRooms, found: readonly OpenRoom[]): OpenRooms => {
  const next = new Map(
    found.map((room) => {
      const known = before.get(room.id);
      return [room.id, known && isSame(known, room) ? known : room];
    }),
  );
  const isNew = next.size !== before.size || [...next].some(([id, room]) => before.get(id) !== room);
  return isNew ? next : before;
};

/**
 * All rooms of a game, newest first, with each look anew while the client is online. Whoever is in no room is told nothing of
 * it, so this looks again and again; one search at a time.
 */
export const findRooms = (
  im: LobbyIm,
  { game, every = 2000 }: OpenRoomsOptions,
): Observable<readonly OpenRoom[]> =>
  im.state$.pipe(
    map(({ name }) => name === 'online'),
    distinctUntilChanged(),
    switchMap((online) => (online ? merge(timer(0, every), im.change$) : EMPTY)),
    exhaustMap(() =>
      im.rooms
        .search({ where: { game }, sort: '-opened', limit: 100 })
        // The next look finds what this one did not.
        .pipe(catchError(() => EMPTY)),
    ),
    map((found) => found.map(roomOf)),
  );

/** Rooms where somebody is, by id, newest first, kept up to date while the client is online. */
export const openRooms = (im: LobbyIm, options: OpenRoomsOptions): Observable<OpenRooms> =>
  findRooms(im, options).pipe(
    map((rooms) => rooms.filter(({ present }) => present > 0)),
    scan(merged, new Map() as OpenRooms),
    distinctUntilChanged(),
  );
