import type { ChatRecord, ConversationKey, Identity } from 'rxim/protocol';
import type { StoredMessage } from '../ports/store';
import type { Context } from './context';
import type { Requester } from './requester';

export interface HistoryQuery {
  /** Only what is older. @default now */
  readonly ts?: number | undefined;
  readonly limit: number;
}

/** Users and guests read what was said while they took part; keys read everything. */
export const readerOf = (requester: Requester): Identity | undefined =>
  'id' in requester ? { kind: requester.kind, id: requester.id } : undefined;

/** A message as its reader gets it; the id under which it was sent is its sender's business. */
export const recordOf = (message: StoredMessage, reader?: Identity): ChatRecord => {
  const { speaker, content, ts, remark, seq, cid } = message;
  const isOwn = speaker !== null && speaker.kind === reader?.kind && speaker.id === reader.id;
  return {
    // Nobody speaks system messages.
    speaker: speaker?.id ?? '',
    content,
    ts,
    ...(remark !== undefined && { remark }),
    seq,
    ...(isOwn && cid !== undefined && { cid }),
  };
};

/** What was said in a conversation, oldest first; to a `reader`, only what was said while it took part. */
export const historyOf = async (
  { store }: Pick<Context, 'store'>,
  app: string,
  conv: ConversationKey,
  { ts, limit }: HistoryQuery,
  reader?: Identity,
): Promise<ChatRecord[]> => {
  const messages = await store.messages.history(app, conv, { before: ts, limit }, reader);
  return messages.map((message) => recordOf(message, reader));
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
