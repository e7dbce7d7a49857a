import { SYNC_RANGE, type ConversationInfo, type Identity } from 'rxim/protocol';
import type { Context } from './context';
import { recordOf } from './history';

/** The conversations that `self` takes part in, those with the newest message first. */
export const conversationsOf = async (
  { store }: Pick<Context, 'store'>,
  app: string,
  self: Identity,
): Promise<ConversationInfo[]> => {
  const conversations = await store.conversations.list(app, self, SYNC_RANGE);
  return conversations.map(({ last, ...conversation }) => ({
    ...conversation,
    ...(last !== undefined && { last: recordOf(last, self) }),
  }));
};
