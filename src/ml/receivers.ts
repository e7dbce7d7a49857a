import type { Im } from '../index';

/** Where the guide's chains begin: `im.toFriend('bob').text('hi').ok()`. */
export const RECEIVERS = {
  toFriend: (im: Im, id: string) => im.toFriend(id),
  toGroup: (im: Im, id: string) => im.toGroup(id),
  toRoom: (im: Im, id: string) => im.toRoom(id),
  toStranger: (im: Im, id: string) => im.toStranger(id),
  toPassenger: (im: Im, id: string) => im.toGuest(id),
  toUser: (im: Im, id: string) => im.toUser(id),
} as const;

export type ReceiverName = keyof typeof RECEIVERS;
