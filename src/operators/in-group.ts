import { filter, type MonoTypeOperatorFunction } from 'rxjs';
import type { From, Peer, PeerType } from '../protocol';

const GROUP = 1 satisfies typeof PeerType.Group;
const ROOM = 2 satisfies typeof PeerType.Room;

/** What members wrote (`message$`), or this user from another device (`yourself$`). */
type Placed = { readonly from: From } | { readonly to: Peer };

const within = (type: PeerType, id: string, message: Placed): boolean =>
  'from' in message
    ? message.from.type === type && 'gid' in message.from && message.from.gid === id
    : message.to.type === type && message.to.id === id;

/** Lets through what is said in this group. */
export const inGroup = <M extends Placed>(id: string): MonoTypeOperatorFunction<M> =>
  filter((message) => within(GROUP, id, message));

/** Lets through what is said in this room. */
export const inRoom = <M extends Placed>(id: string): MonoTypeOperatorFunction<M> =>
  filter((message) => within(ROOM, id, message));
