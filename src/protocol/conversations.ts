import { PeerType, type Peer } from './peers';

/** Who is speaking: a user, or a guest, whose ids live in a space of their own. */
export interface Identity {
  readonly kind: 'user' | 'guest';
  readonly id: string;
}

/**
 * The key of a conversation (PROTOCOL.md, "Conversations"): `u:a|u:b` of two users in either relation, `p:guest|u:user`,
 * `g:group`, `r:room`, and `s:user` of a user's system messages.
 */
export type ConversationKey = string;

const typed = ({ kind, id }: Identity): string => `${kind === 'user' ? 'u' : 'p'}:${id}`;

const pair = (one: string, other: string): ConversationKey =>
  one < other ? `${one}|${other}` : `${other}|${one}`;

/** Key of the conversation of two users, in either order. */
export const directKey = (a: Identity, b: Identity): ConversationKey => pair(typed(a), typed(b));
/** Key of the conversation of a group. */
export const groupKey = (id: string): ConversationKey => `g:${id}`;
/** Key of a room. */
export const roomKey = (id: string): ConversationKey => `r:${id}`;
/** Key of a user's system messages. */
export const systemKey = (self: Identity): ConversationKey => `s:${typed(self)}`;

/** The same for all that one sender says to a receiver, whether it is taken for a friend or a stranger. */
export const receiverKey = ({ id, type }: Peer): string => {
  switch (type) {
    case PeerType.Group:
      return groupKey(id);
    case PeerType.Room:
      return roomKey(id);
    default:
      return typed({ kind: type === PeerType.Guest ? 'guest' : 'user', id });
  }
};

/** The conversation that `self` and `peer` have. */
export const conversationKey = (self: Identity, peer: Peer): ConversationKey => {
  const key = receiverKey(peer);
  return peer.type === PeerType.Group || peer.type === PeerType.Room ? key : pair(typed(self), key);
};
