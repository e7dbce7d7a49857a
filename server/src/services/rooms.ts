import type { ListedRoom, NewRoom, RoomChange, RoomInfo } from 'rxim/protocol';
import type { Room, Search } from '../ports/store';
import { actorsIn } from './actors';
import { attributesOf, checkAttributes } from './attributes';
import type { Context } from './context';
import { notFound } from './failure';
import { namedAs, nameOf } from './names';
import { onlineIn } from './online';
import type { Requester } from './requester';
import { may } from './rights';

type Known = Pick<Context, 'store' | 'config' | 'hub' | 'changes'>;

/** A user who makes a room is in it. */
export const createRoom = async (
  { store, config, hub, changes }: Known,
  requester: Requester,
  { name, members = [], attributes: given }: NewRoom,
): Promise<string> => {
  const { app } = requester;
  const attributes = { ...given, ...namedAs(name) };
  checkAttributes(attributes, config.limits);
  const all = [...new Set(requester.kind === 'user' ? [requester.id, ...members] : members)];
  const id = await store.rooms.create(app, { members: all, attributes, max: config.limits.roomMembers });
  hub.joinRoom(app, id, all);
  changes.came('room', app, id, all);
  return id;
};

export const roomInfo = async (known: Known, app: string, id: string): Promise<RoomInfo> => {
  const room = await known.store.rooms.get(app, id);
  if (room === undefined) throw notFound('room');
  const { members, attributes, ts } = room;
  return { members, ...presenceIn(known, app, room), attributes, ts };
};

export const updateRoom = async (
  { store, config, hub, changes }: Known,
  app: string,
  id: string,
  { name, members }: RoomChange,
): Promise<void> => {
  const attributes = name === undefined ? undefined : namedAs(name);
  if (attributes !== undefined) {
    checkAttributes({ ...(await attributesOf(store.rooms, app, id, 'room')), ...attributes }, config.limits);
  }
  const { added, removed } = await store.rooms.update(app, id, {
    members,
    attributes,
    max: config.limits.roomMembers,
  });
  hub.joinRoom(app, id, added);
  hub.leaveRoom(app, id, removed);
  if (attributes !== undefined) changes.updated('room', app, id, ['attributes']);
  changes.moved('room', app, id, { added, removed });
};

export const deleteRoom = async ({ store, hub, changes }: Known, app: string, id: string): Promise<void> => {
  const members = await store.rooms.delete(app, id);
  hub.closeRoom(app, id);
  changes.went('room', app, id, members);
};

/** Who is there, as members read it. */
const presenceIn = (known: Known, app: string, room: Room): Pick<RoomInfo, 'online'> => {
  const online = onlineIn(known, app, room);
  return online === undefined ? {} : { online };
};

const listed = (known: Known, app: string, room: Room): ListedRoom => {
  const { id, members, attributes, ts } = room;
  return { id, ...nameOf(attributes), members, ...presenceIn(known, app, room), attributes, ts };
};

export const roomsOf = async (known: Known, app: string, user: string): Promise<ListedRoom[]> => {
  const { rooms: store } = known.store;
  const rooms = await Promise.all((await store.of(app, user)).map((id) => store.get(app, id)));
  // Those that are undefined were closed since the list was read.
  return rooms.flatMap((room) => (room === undefined ? [] : [listed(known, app, room)]));
};

/** Who is in a room is told to those who may read it; how many are there, to whoever finds it. */
export const searchRooms = async (
  known: Known,
  requester: Requester,
  search: Search,
): Promise<(ListedRoom | Omit<ListedRoom, 'members'>)[]> => {
  const { app } = requester;
  const rooms = await known.store.rooms.search(app, search);
  return rooms.map((room) => {
    const online = onlineIn(known, app, room);
    const present = online === undefined ? {} : { present: online.length };
    if (may(actorsIn(requester, room), 'rooms.read')) return { ...listed(known, app, room), ...present };
    const { id, attributes, ts } = room;
    return { id, ...nameOf(attributes), ...present, attributes, ts };
  });
};
