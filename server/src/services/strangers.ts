import type { Stranger } from 'rxim/protocol';
import type { Context } from './context';
import { notFound } from './failure';
import { talkOf } from './friends';
import { recentOf } from './history';
import { isOnline } from './online';

/** Throws NotFound if the two never talked while they were no friends. */
export const strangerOf = async (
  context: Pick<Context, 'store' | 'hub'>,
  app: string,
  user: string,
  id: string,
): Promise<Stranger> => {
  const stranger = await context.store.friends.stranger(app, user, id);
  if (stranger === undefined) throw notFound('stranger');
  return {
    ts: stranger.ts,
    online: isOnline(context, app, id),
    ...(await recentOf(context, app, talkOf(user, id), { kind: 'user', id: user })),
  };
};
