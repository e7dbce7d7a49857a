import type { ChatRecord, ConversationKey, Identity } from 'rxim/protocol';
import type { StoredMessage } from '../ports/store';
import type { Context } from './context';

export interface HistoryQuery {
  /** Only what is older. @default now */
  readonly ts?: number | undefined;
  readonly limit: number;
}

const recordOf = ({ speaker, content, ts, remark, seq }: StoredMessage): ChatRecord => ({
  // System messages, which nobody speaks, have conversations of their own and no history.
  speaker: speaker?.id ?? '',
  content,
  ts,
  ...(remark !== undefined && { remark }),
  seq,
});

/** What was said in a conversation, oldest first; to a `reader`, only what was said while it was a member. */
export const historyOf = async (
  { store }: Pick<Context, 'store'>,
  app: string,
  conv: ConversationKey,
  { ts, limit }: HistoryQuery,
  reader?: Identity,
): Promise<ChatRecord[]> => {
  const messages = await store.messages.history(app, conv, { before: ts, limit }, reader);
  return messages.map(recordOf);
};

/** The latest message of a conversation, as a key that is absent where there is none. */
export const recentOf = async (
  context: Pick<Context, 'store'>,
  app: string,
  conv: ConversationKey,
  reader?: Identity,
): Promise<{ readonly recent?: ChatRecord }> => {
  const [recent] = await historyOf(context, app, conv, { limit: 1 }, reader);
  return recent === undefined ? {} : { recent };
};
