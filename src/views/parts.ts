import type { Observable } from 'rxjs';
import type { Session } from '../connection';
import type { ImError } from '../errors';
import type { ImEvents, OutboxItem } from '../messaging';
import type { ChatRecord, Contact, ConversationInfo, Identity, Peer, Read } from '../protocol';
import type { Told } from './told';

/** What the views are made of. */
export interface ViewParts {
  readonly events: ImEvents;
  /** Everything said that this user sees. */
  readonly told$: Observable<Told>;
  readonly outbox$: Observable<readonly OutboxItem[]>;
  /** The session, replayed, each time that it is online anew. */
  readonly session$: Observable<Session>;
  readonly history: (
    self: Identity,
    peer: Peer,
    page: { readonly before?: number; readonly limit: number },
  ) => Observable<readonly ChatRecord[]>;
  readonly conversations: (self: Identity) => Observable<readonly ConversationInfo[]>;
  readonly friends: (self: Identity) => Observable<readonly Contact[]>;
  /** This device has read: tells the server and the user's other devices. */
  readonly markRead: (read: Read) => void;
  /** Something could not be loaded; the view stays as it is until the next login. */
  readonly report: (error: ImError) => void;
  /** Milliseconds that a view outlives its last subscriber. */
  readonly grace: number;
}
