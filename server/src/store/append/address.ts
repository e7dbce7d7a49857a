import { hash } from 'node:crypto';
import { directKey, ErrorCode, groupKey, systemKey, type ConversationKey } from 'rxim/protocol';
import { StoreError, type NewMessage } from '../../ports/store';
import { memberName } from '../members';
import type { EntityKind } from '../schema';

/** A message and what follows from it alone. */
export interface Addressed {
  readonly message: NewMessage;
  readonly key: ConversationKey;
  readonly speaker: string | null;
  /** Who must be there to receive it. */
  readonly receiver: { readonly kind: EntityKind; readonly id: string };
  /** Whom the conversation is between; of a group that is known from elsewhere. */
  readonly parties: readonly string[];
  readonly payload: string;
  readonly digest: string | null;
}

/** PostgreSQL holds neither in a text. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

const check = (text: string | undefined, what: string): void => {
  if (text !== undefined && UNSTORABLE.test(text)) {
    throw new StoreError(ErrorCode.InvalidArgument, `${what} has characters that cannot be stored`);
  }
};

const route = ({ sender, to }: NewMessage): Pick<Addressed, 'key' | 'parties'> => {
  if (sender === null) {
    if (to.kind !== 'user') {
      throw new StoreError(ErrorCode.InvalidArgument, 'a system message is for a user');
    }
    return { key: systemKey({ kind: 'user', id: to.id }), parties: [`u:${to.id}`] };
  }
  if (sender.kind === 'guest' && to.kind !== 'user') {
    throw new StoreError(ErrorCode.NotPermitted, 'guests write to users only');
  }
  if (to.kind === 'group') return { key: groupKey(to.id), parties: [] };
  const receiver = { kind: to.kind, id: to.id };
  const parties = [...new Set([memberName(sender), memberName(receiver)])];
  return { key: directKey(sender, receiver), parties };
};

/** @throws StoreError when nobody could receive it like this. */
export const address = (message: NewMessage): Addressed => {
  const { sender, to, content, remark, cid } = message;
  check(to.id, 'the receiver');
  check(cid, 'cid');
  check(message.after, 'after');
  const { key, parties } = route(message);
  const payload = JSON.stringify({ content, remark });
  return {
    message,
    key,
    speaker: sender && memberName(sender),
    receiver: { kind: to.kind, id: to.id },
    parties,
    payload,
    digest: cid === undefined ? null : hash('sha256', `${key} ${payload}`, 'base64url'),
  };
};
