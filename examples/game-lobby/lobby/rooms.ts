import { firstValueFrom, map, type Observable } from 'rxjs';
import type { Im } from 'rxim';
import { newLobby, type Lobby } from './lobby';
import type { Rules } from './rules';

/** What a lobby's room says of itself. Scalars can be searched for. */
export interface RoomAttributes {
  /** Members see who of them is there, and finders how many are. */
  readonly presence?: 'members';
  /** Members may write the attributes: any of them may become the host. */
  readonly edit?: 'members';
  readonly name?: string;
  readonly game?: string;
  readonly seats?: number;
  readonly taken?: number;
  readonly state?: RoomState;
  /** Milliseconds since 1970. */
  readonly opened?: number;
  /** The table; see `Lobby`. */
  readonly lobby?: unknown;
}

/** `open`: a seat is free. */
export type RoomState = 'open' | 'full' | 'playing';

export type LobbyIm = Im<{ readonly room: RoomAttributes }>;

const stateOf = <Game>({ phase, seats }: Lobby<Game>, capacity: number): RoomState => {
  if (phase.name === 'playing' || phase.name === 'countdown') return 'playing';
  return seats.length < capacity ? 'open' : 'full';
};

/** What of a table is published: all of it, and for finders what they look for. */
export const published = <Game, Move>(lobby: Lobby<Game>, rules: Rules<Game, Move>): RoomAttributes => ({
  taken: lobby.seats.length,
  state: stateOf(lobby, rules.seats),
  lobby,
});

/** Opens a room with a table at which its maker sits; emits its id. */
export const openRoom = <Game, Move>(
  im: LobbyIm,
  { self, name, rules }: { readonly self: string; readonly name: string; readonly rules: Rules<Game, Move> },
): Observable<string> => {
  const attributes: RoomAttributes = {
    presence: 'members',
    edit: 'members',
    name,
    game: rules.name,
    seats: rules.seats,
    opened: Date.now(),
    ...published(newLobby<Game>(self), rules),
  };
  return im.rooms.create({ attributes: { ...attributes } });
};

/** Leaves a room; the last one dissolves it. */
export const leaveRoom = async (im: LobbyIm, id: string, self: string): Promise<void> => {
  const others = im.rooms
    .get(id)
    .pipe(map(({ members, online = members }) => online.some((member) => member !== self)));
  await firstValueFrom((await firstValueFrom(others)) ? im.rooms.leave(id, self) : im.rooms.delete(id), {
    defaultValue: undefined,
  });
};

/** Leaves all rooms of a game but this one: whoever comes back by another way still has a seat where it was. */
export const leaveOthers = async (
  im: LobbyIm,
  { self, game, id }: { readonly self: string; readonly game: string; readonly id: string },
): Promise<void> => {
  const rooms = await firstValueFrom(im.rooms.listDetailed(self));
  const others = rooms.filter((each) => each.id !== id && each.attributes.game === game);
  await Promise.all(others.map((each) => leaveRoom(im, each.id, self)));
};
