import { filter, type MonoTypeOperatorFunction } from 'rxjs';
import type { From, PeerType } from '../protocol';

const FRIEND = 0 satisfies typeof PeerType.Friend;

/** Lets through what friends wrote to this user alone; to a guest, every user who writes is a friend. */
export const fromFriends = <M extends { readonly from: From }>(): MonoTypeOperatorFunction<M> =>
  filter(({ from }) => from.type === FRIEND);

/** Lets through what this friend wrote to this user alone. */
export const fromFriend = <M extends { readonly from: From }>(id: string): MonoTypeOperatorFunction<M> =>
  filter(({ from }) => from.type === FRIEND && from.id === id);
