import type { ListedRoom, NewRoom, RoomChange, RoomInfo } from 'rxim/protocol';
import type { Room, Search } from '../ports/store';
import { actorsIn } from './actors';
import { attributesOf, checkAttributes } from './attributes';
import type { Context } from './context';
import { notFound } from './failure';
import { namedAs, nameOf } from './names';
import type { Requester } from './requester';
import { may } from './rights';

type Known = Pick<Context, 'store' | 'config' | 'hub' | 'changes'>;

/** A user who makes a room is in it. */
export const createRoom = async (
  { store, config, hub, changes }: Known,
  requester: Requester,
  { name, members = [] }: NewRoom,
): Promise<string> => {
  const { app } = requester;
  const attributes = namedAs(name);
  checkAttributes(attributes, config.limits);
  const all = [...new Set(requester.kind === 'user' ? [requester.id, ...members] : members)];
  const id = await store.rooms.create(app, { members: all, attributes, max: config.limits.roomMembers });
  hub.joinRoom(app, id, all);
  changes.came('room', app, id, all);
  return id;
};

export const roomInfo = async ({ store }: Known, app: string, id: string): Promise<RoomInfo> => {
  const room = await store.rooms.get(app, id);
  if (room === undefined) throw notFound('room');
  const { members, attributes, ts } = room;
  return { members, attributes, ts };
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

const listed = ({ id, members, attributes, ts }: Room): ListedRoom => ({
  id,
  ...nameOf(attributes),
  members,
  attributes,
  ts,
});

export const roomsOf = async ({ store }: Known, app: string, user: string): Promise<ListedRoom[]> => {
  const ids = await store.rooms.of(app, user);
  const rooms = await Promise.all(ids.map((id) => store.rooms.get(app, id)));
  // Those that are undefined were closed since the list was read.
  return rooms.flatMap((room) => (room === undefined ? [] : [listed(room)]));
};

/** Who is in a room is told to those who may read it. */
export const searchRooms = async (
  { store }: Known,
  requester: Requester,
  search: Search,
): Promise<(ListedRoom | Omit<ListedRoom, 'members'>)[]> => {
  const rooms = await store.rooms.search(requester.app, search);
  return rooms.map((room) => {
    if (may(actorsIn(requester, room), 'rooms.read')) return listed(room);
    const { id, attributes, ts } = room;
    return { id, ...nameOf(attributes), attributes, ts };
  });
};
