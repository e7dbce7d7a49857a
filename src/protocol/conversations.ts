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

/** Key of the conversation of two users, in either order. */
export const directKey = (a: Identity, b: Identity): ConversationKey => {
  const one = typed(a);
  const other = typed(b);
  return one < other ? `${one}|${other}` : `${other}|${one}`;
};
/** Key of the conversation of a group. */
export const groupKey = (id: string): ConversationKey => `g:${id}`;
/** Key of a room. */
export const roomKey = (id: string): ConversationKey => `r:${id}`;
/** Key of a user's system messages. */
export const systemKey = (self: Identity): ConversationKey => `s:${typed(self)}`;

/** The conversation that `self` and `peer` have. */
export const conversationKey = (self: Identity, peer: Peer): ConversationKey => {
  switch (peer.type) {
    case PeerType.Group:
      return groupKey(peer.id);
    case PeerType.Room:
      return roomKey(peer.id);
    case PeerType.Guest:
      return directKey(self, { kind: 'guest', id: peer.id });
    default:
      return directKey(self, { kind: 'user', id: peer.id });
  }
};
