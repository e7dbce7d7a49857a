import type { FoundUser, UserInfo } from 'rxim/protocol';
import type { Search, User } from '../ports/store';
import type { Context } from './context';
import { notFound } from './failure';
import { isOnline } from './online';

type Known = Pick<Context, 'store' | 'hub'>;

/** Throws NotFound if there is no such user. */
export const userOf = async ({ store }: Known, app: string, id: string): Promise<User> => {
  const user = await store.users.get(app, id);
  if (user === undefined) throw notFound('user');
  return user;
};

export const userInfo = async (context: Known, app: string, id: string): Promise<UserInfo> => {
  const { store, hub } = context;
  const { attributes, ts } = await userOf(context, app, id);
  const [installs, friends, groups, rooms] = await Promise.all([
    store.users.installs(app, id),
    store.friends.list(app, id),
    store.groups.of(app, id),
    store.rooms.of(app, id),
  ]);
  return {
    attributes,
    installs,
    sessions: hub.sessions(app, { kind: 'user', id }),
    friends,
    groups,
    rooms,
    ts,
  };
};

export const searchUsers = async (context: Known, app: string, search: Search): Promise<FoundUser[]> => {
  const users = await context.store.users.search(app, search);
  return users.map(({ id, ts, attributes }) => ({ id, online: isOnline(context, app, id), ts, attributes }));
};
