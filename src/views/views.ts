import { filter, map, type Observable } from 'rxjs';
import type { Heard } from '../messaging';
import { conversationKey, type Identity, type Peer, type Read } from '../protocol';
import { createConversation, type Conversation } from './conversation';
import { createConversations, type ConversationSummary } from './conversations';
import { GRACE } from './live';
import type { ViewParts } from './parts';
import { createReadMarks } from './read-marks';
import { createRoster, type RosterEntry } from './roster';
import { toldBy } from './told';

export interface Views {
  /** The same object for the same peer, so that all who show it share one computation. */
  conversation(peer: Peer): Conversation;
  readonly conversations$: Observable<readonly ConversationSummary[]>;
  readonly roster$: Observable<readonly RosterEntry[]>;
}

/** Keys need some self; whose it is makes no difference within one client. */
const NOBODY: Identity = { kind: 'user', id: '' };

export type ViewOptions = Omit<ViewParts, 'grace' | 'markRead' | 'told$'> & {
  /** All events of the sessions, and what was sent in them. */
  readonly heard$: Observable<Heard>;
  /** Tells the server and the user's other devices; answers false, and tells nobody, while there is no session. */
  readonly sendRead: (read: Read) => boolean;
  readonly grace?: number | undefined;
};

export const createViews = ({ heard$, sendRead, grace = GRACE, ...rest }: ViewOptions): Views => {
  const marks = createReadMarks(rest.session$, rest.events.gaps$, sendRead);
  const told$ = heard$.pipe(
    map(toldBy),
    filter((told) => told !== undefined),
  );
  const parts: ViewParts = { ...rest, told$, grace, markRead: marks.mark };
  const conversations = new Map<string, Conversation>();
  return {
    conversation: (peer) => {
      const key = `${peer.type ?? ''}${conversationKey(NOBODY, peer)}`;
      const known = conversations.get(key) ?? createConversation(peer, parts);
      conversations.set(key, known);
      return known;
    },
    conversations$: createConversations(parts, marks.read$),
    roster$: createRoster(parts),
  };
};
