import { Subject, type Observable } from 'rxjs';
import { conversationKey, type Identity, type Peer, type Read } from '../protocol';
import { createConversation, type Conversation } from './conversation';
import { createConversations, type ConversationSummary } from './conversations';
import { GRACE } from './live';
import type { ViewParts } from './parts';
import { createRoster, type RosterEntry } from './roster';

export interface Views {
  /** The same object for the same peer, so that all who show it share one computation. */
  conversation(peer: Peer): Conversation;
  readonly conversations$: Observable<readonly ConversationSummary[]>;
  readonly roster$: Observable<readonly RosterEntry[]>;
}

/** Keys need some self; whose it is makes no difference within one client. */
const NOBODY: Identity = { kind: 'user', id: '' };

export type ViewOptions = Omit<ViewParts, 'grace'> & { readonly grace?: number | undefined };

export const createViews = ({ sendRead, grace = GRACE, ...rest }: ViewOptions): Views => {
  const read$ = new Subject<Read>();
  const parts: ViewParts = {
    ...rest,
    grace,
    sendRead: (read) => {
      read$.next(read);
      sendRead(read);
    },
  };
  const conversations = new Map<string, Conversation>();
  return {
    conversation: (peer) => {
      const key = `${peer.type ?? ''}${conversationKey(NOBODY, peer)}`;
      const known = conversations.get(key) ?? createConversation(peer, parts);
      conversations.set(key, known);
      return known;
    },
    conversations$: createConversations(parts, read$),
    roster$: createRoster(parts),
  };
};
