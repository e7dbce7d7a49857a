import { distinctUntilChanged, filter, map, of, scan, switchMap, takeWhile, type Observable } from 'rxjs';
import { liveRoom, type LiveRoom } from 'rxim';
import { hostOf } from './host-of';
import type { Lobby } from './lobby';
import { isNewer } from './newest';
import type { LobbyIm, RoomAttributes } from './rooms';

/** A table as one of those in its room sees it. */
export interface TableView<Game> {
  readonly id: string;
  readonly self: string;
  /** What is seen is what is; while the connection is gone it is what was. */
  readonly connected: boolean;
  readonly room: LiveRoom<RoomAttributes>;
  readonly online: readonly string[];
  readonly lobby: Lobby<Game>;
  readonly isHost: boolean;
  /** An older state was written over this one; the host puts that right. */
  readonly isOverwritten: boolean;
}

export interface LookParts<Game> {
  readonly im: LobbyIm;
  readonly id: string;
  readonly self: string;
  readonly read: (value: unknown) => Lobby<Game> | undefined;
}

/**
 * The table in a room, as it becomes: never older than it was seen before, whoever writes what. Completes when this user is
 * not in the room, or the room is dissolved.
 */
export const lookAt = <Game>({ im, id, self, read }: LookParts<Game>): Observable<TableView<Game>> =>
  im.state$.pipe(
    map((state) => (state.name === 'online' ? state.session : undefined)),
    distinctUntilChanged(),
    // Anew at each login: who comes back must not act on what it saw before, but on what was loaded since.
    switchMap((session) =>
      session
        ? liveRoom<RoomAttributes>(im, id).pipe(map((room) => ({ room, out: room === undefined })))
        : of({ room: undefined, out: false }),
    ),
    takeWhile(({ out }) => !out),
    scan((before: TableView<Game> | undefined, { room }): TableView<Game> | undefined => {
      if (room === undefined) return before && { ...before, connected: false, isHost: false };
      const found = read(room.attributes.lobby);
      const isOverwritten = before !== undefined && (!found || isNewer(before.lobby, found));
      const lobby = isOverwritten ? before.lobby : found;
      if (!lobby) return undefined;
      const { online = [] } = room;
      const isHost = hostOf(lobby, online) === self;
      return { id, self, connected: true, room, online, lobby, isHost, isOverwritten };
    }, undefined),
    filter((view) => view !== undefined),
  );
