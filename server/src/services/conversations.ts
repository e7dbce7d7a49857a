import type { ConversationInfo, Identity } from 'rxim/protocol';
import type { Context } from './context';
import { recordOf } from './history';

const USUAL = 100;
const MOST = 500;

/** The conversations that `self` takes part in and something was said in, those with the newest message first. */
export const conversationsOf = async (
  { store }: Pick<Context, 'store'>,
  app: string,
  self: Identity,
  limit: number = USUAL,
): Promise<ConversationInfo[]> => {
  const conversations = await store.conversations.list(app, self, Math.min(limit, MOST));
  return conversations.map(({ last, ...conversation }) => ({
    ...conversation,
    ...(last !== undefined && { last: recordOf(last, self) }),
  }));
};
