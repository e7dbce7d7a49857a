import { directKey, type Contact, type Friendship, type NewFriendship } from 'rxim/protocol';
import type { Context } from './context';
import { notFound } from './failure';
import { recentOf } from './history';
import { isOnline } from './online';

type Known = Pick<Context, 'store' | 'hub' | 'changes'>;

/** The conversation of two users, whatever they are to each other. */
export const talkOf = (a: string, b: string): string =>
  directKey({ kind: 'user', id: a }, { kind: 'user', id: b });

/** Makes two users friends; those who are online see each other at once. */
export const befriend = async (
  context: Known,
  app: string,
  user: string,
  friend: string,
): Promise<NewFriendship> => {
  const { created, id, from, to, ts } = await context.store.friends.add(app, user, friend);
  if (created) {
    context.changes.befriended(app, user, friend);
    announce(context, app, user, friend);
    announce(context, app, friend, user);
  }
  return { id, from, to, ns: app, ts };
};

/** Ends a friendship, if there is one. */
export const unfriend = async (
  { store, changes }: Known,
  app: string,
  user: string,
  friend: string,
): Promise<void> => {
  if (await store.friends.remove(app, user, friend)) changes.unfriended(app, user, friend);
};

const announce = (context: Known, app: string, who: string, whom: string): void => {
  if (isOnline(context, app, who)) context.hub.toIdentities(app, [{ kind: 'user', id: whom }], 'online', who);
};

export const friendshipOf = async (
  context: Known,
  app: string,
  user: string,
  friend: string,
): Promise<Friendship> => {
  const friendship = await context.store.friends.get(app, user, friend);
  if (friendship === undefined) throw notFound('friendship');
  const { id, from, to, ts } = friendship;
  return { id, from, to, online: isOnline(context, app, friend), ts };
};

/** Somebody whom a user knows: presence, and what the two said last. */
export const contactOf = async (context: Known, app: string, user: string, id: string): Promise<Contact> => ({
  id,
  online: isOnline(context, app, id),
  ...(await recentOf(context, app, talkOf(user, id), { kind: 'user', id: user })),
});
