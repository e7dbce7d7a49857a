import { filter, map, type Observable } from 'rxjs';
import type { Im, UploadSource } from '../index';
import type { Attributes, GroupChange, NewGroup, NewRoom, RoomChange, SystemMessage } from '../protocol';

/** What the guide promises after updates, removals and system messages: an empty string … */
const text = map(() => '' as const);
/** … and an empty object after setting attributes. */
const object = map((): Record<string, never> => ({}));

interface Members {
  readonly members: readonly string[];
}

/** The guide's last arguments of a history: before when, in milliseconds, and how many. */
type PageArguments = [ts?: number | string, size?: number | string];

/** The guide's last arguments of a search. */
type SearchArguments = [
  size?: number | null,
  skip?: number | null,
  sort?: string | null,
  where?: Where | null,
];
type Where = Readonly<Record<string, string | number | boolean>>;

const page = (...[ts, size]: PageArguments) => ({
  ...(ts !== undefined && { before: Number(ts) }),
  ...(size !== undefined && { limit: Number(size) }),
});

const found = (...[size, skip, sort, where]: SearchArguments) => ({
  ...(size != null && { limit: size }),
  ...(skip != null && { skip }),
  ...(sort && { sort }),
  ...(where && { where }),
});

/**
 * Every method of the guide that asks the server something, by its documented name: what it does with the reactive client,
 * and in which shape the guide promises the answer. Arguments are in the documented order, the callback left out.
 */
export const METHODS = {
  userInfo: (im: Im, user: string) => im.users.get(user),
  searchUsers: (im: Im, ...by: SearchArguments) => im.users.search(found(...by)),
  setUserAttributes: (im: Im, user: string, data: Attributes) =>
    im.users.attributes.set(user, data).pipe(object),
  coverSetUserAttributes: (im: Im, user: string, data: Attributes) =>
    im.users.attributes.replace(user, data).pipe(object),
  getUserAttributes: (im: Im, user: string) => im.users.attributes.get(user),
  getUserOneAttribute: (im: Im, user: string, name: string) => im.users.attributes.getOne(user, name),
  rmUserAttributes: (im: Im, user: string) => im.users.attributes.clear(user).pipe(object),

  listFriends: (im: Im, user: string, detail?: boolean) =>
    detail ? im.friends.listDetailed(user) : im.friends.list(user),
  addFriend: (im: Im, user: string, friend: string) => im.friends.add(user, friend),
  rmFriend: (im: Im, user: string, friend: string) => im.friends.remove(user, friend).pipe(text),
  getFriendshipInfo: (im: Im, user: string, friend: string) => im.friends.get(user, friend),
  getRecentChat: (im: Im, user: string, friend: string, ...of: PageArguments) =>
    im.friends.chats(user, friend, page(...of)),

  listGroups: (im: Im, user: string, detail?: boolean) =>
    detail ? im.groups.listDetailed(user) : im.groups.list(user),
  addGroup: (im: Im, data: NewGroup) => im.groups.create(data),
  getGroup: (im: Im, group: string) => im.groups.get(group),
  updateGroup: (im: Im, group: string, data: GroupChange) => im.groups.update(group, data).pipe(text),
  rmGroup: (im: Im, group: string) => im.groups.delete(group).pipe(text),
  addGroupMembers: (im: Im, group: string, { members }: Members) =>
    im.groups.addMembers(group, members).pipe(text),
  rmGroupMembers: (im: Im, group: string, { members }: Members) =>
    im.groups.removeMembers(group, members).pipe(text),
  getGroupChat: (im: Im, group: string, ...of: PageArguments) => im.groups.chats(group, page(...of)),
  searchGroups: (im: Im, ...by: SearchArguments) => im.groups.search(found(...by)),
  setGroupAttributes: (im: Im, group: string, data: Attributes) =>
    im.groups.attributes.set(group, data).pipe(object),
  coverSetGroupAttributes: (im: Im, group: string, data: Attributes) =>
    im.groups.attributes.replace(group, data).pipe(object),
  getGroupAttributes: (im: Im, group: string) => im.groups.attributes.get(group),
  getGroupOneAttribute: (im: Im, group: string, name: string) => im.groups.attributes.getOne(group, name),
  rmGroupAttributes: (im: Im, group: string) => im.groups.attributes.clear(group).pipe(object),

  listRooms: (im: Im, user: string, detail?: boolean) =>
    detail ? im.rooms.listDetailed(user) : im.rooms.list(user),
  addRoom: (im: Im, data: NewRoom) => im.rooms.create(data),
  getRoom: (im: Im, room: string) => im.rooms.get(room),
  updateRoom: (im: Im, room: string, data: RoomChange) => im.rooms.update(room, data).pipe(text),
  rmRoom: (im: Im, room: string) => im.rooms.delete(room).pipe(text),
  addRoomMembers: (im: Im, room: string, { members }: Members) =>
    im.rooms.addMembers(room, members).pipe(text),
  rmRoomMembers: (im: Im, room: string, { members }: Members) =>
    im.rooms.removeMembers(room, members).pipe(text),
  searchRooms: (im: Im, ...by: SearchArguments) => im.rooms.search(found(...by)),
  setRoomAttributes: (im: Im, room: string, data: Attributes) =>
    im.rooms.attributes.set(room, data).pipe(object),
  coverSetRoomAttributes: (im: Im, room: string, data: Attributes) =>
    im.rooms.attributes.replace(room, data).pipe(object),
  getRoomAttributes: (im: Im, room: string) => im.rooms.attributes.get(room),
  getRoomOneAttribute: (im: Im, room: string, name: string) => im.rooms.attributes.getOne(room, name),
  rmRoomAttributes: (im: Im, room: string) => im.rooms.attributes.clear(room).pipe(text),

  addOrModifyPassenger: (im: Im, data: Readonly<Record<string, unknown> & { id?: string }>) =>
    im.passengers.save(data),
  getPassenger: (im: Im, passenger: string) => im.passengers.get(passenger),
  getPassengerRecentChat: (im: Im, passenger: string, user: string, ...of: PageArguments) =>
    im.passengers.chats(passenger, user, page(...of)),

  sysToAll: (im: Im, data: SystemMessage) => im.system.toAll(data).pipe(text),
  sysToUser: (im: Im, user: string, data: SystemMessage) => im.system.toUser(user, data).pipe(text),
  sysToGroup: (im: Im, group: string, data: SystemMessage) => im.system.toGroup(group, data).pipe(text),
  sysToRoom: (im: Im, room: string, data: SystemMessage) => im.system.toRoom(room, data).pipe(text),

  attachment: (im: Im, data: UploadSource) =>
    im.attachments.upload(data).pipe(
      filter((upload) => upload.type === 'done'),
      map(({ urls }) => urls),
    ),
} as const;

export type MethodName = keyof typeof METHODS;
export type Answer<Name extends MethodName> =
  ReturnType<(typeof METHODS)[Name]> extends Observable<infer T> ? T : never;
export type Arguments<Name extends MethodName> =
  Parameters<(typeof METHODS)[Name]> extends [Im, ...infer Rest] ? Rest : never;
