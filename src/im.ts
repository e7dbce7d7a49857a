import type { Observable } from 'rxjs';
import type { ConnectionState, Session } from './connection';
import type { Compose, Delivery, Draft, ImEvents, OutboxItem } from './messaging';
import type { Peer } from './protocol';
import type { AppData, FriendsApi, Rest, UploadSource } from './rest';
import type { Conversation, ConversationSummary, RosterEntry } from './views';

/** Messages that the server has not acknowledged. */
export interface OutboxView {
  /** How many there are. */
  readonly size: number;
  /** Takes a message back by its `cid`. `false` if it has left already, on whatever connection, or is not here. */
  withdraw(cid: string): boolean;
}

/**
 * A client: one user on one device. Made by `createIm()`; does nothing on the wire before `connect()` or the first
 * REST call.
 */
export interface Im<D extends AppData = AppData>
  extends ImEvents, Omit<Rest<D>, 'sync' | 'request' | 'friends'> {
  /** Where the connection is: hot, replays the current state, emits no state twice in a row, completes on `close()`. */
  readonly state$: Observable<ConnectionState>;
  /** The current state. */
  readonly state: ConnectionState;
  /** Messages that the server has not acknowledged, oldest first: replayed, and anew with every change. */
  readonly outbox$: Observable<readonly OutboxItem[]>;
  /** The same messages, to count and to withdraw. */
  readonly outbox: OutboxView;

  /** Friendships: REST calls, and the roster as a live view. */
  readonly friends: FriendsApi & {
    /**
     * The friends of this user with their presence, sorted by id, kept up to date. Replayed, one computation for all
     * subscribers; loaded anew at each login.
     */
    readonly live$: Observable<readonly RosterEntry[]>;
  };
  /** A conversation, kept up to date; the same object for the same peer. Costs nothing until it is subscribed to. */
  conversation(peer: Peer): Conversation;
  /**
   * All conversations but rooms, those with the newest message first, with the last message and what is unread. Replayed,
   * one computation for all subscribers; loaded anew at each login.
   */
  readonly conversations$: Observable<readonly ConversationSummary[]>;

  /**
   * Connects, and stays connected until `disconnect()`: whatever breaks is mended by itself. Works at once, subscribed or
   * not, and may be called again at any time: while waiting it tries now, when stopped it begins anew. The observable
   * emits the session of the next login and completes; its error is why the client stopped.
   */
  connect(): Observable<Session>;
  /** Ends the connection. Messages that were not acknowledged wait for the next `connect()`. */
  disconnect(): void;
  /**
   * Logs this device out, cold: has notifications for the user sent to it no more (`installId`), then disconnects and completes.
   * Connects for that, if need be, since only the server can unbind a device. Without `installId`, and for a guest, it only
   * disconnects. Messages that were not acknowledged wait for the next `connect()`; the user's other devices stay logged in, which
   * `accounts.logout()` would end. Unsubscribing leaves the device logged in.
   *
   * Errors: why the server could not be asked; then the device is still bound.
   */
  logout(): Observable<void>;
  /** Ends everything: sockets, timers and streams. Messages that were not acknowledged fail with the error `closed`. */
  close(): Promise<void>;

  /** To a friend: refused with 5003 if the other is none (guide: `toFriend`). */
  toFriend(id: string): Compose<UploadSource>;
  /** To a group that this user is in (guide: `toGroup`). */
  toGroup(id: string): Compose<UploadSource>;
  /** To a room that this user is in: not stored, and never repeated (guide: `toRoom`). */
  toRoom(id: string): Compose<UploadSource>;
  /** To a user who is no friend; the two are strangers who know each other from then on. */
  toStranger(id: string): Compose<UploadSource>;
  /** From a user to a guest. */
  toGuest(id: string): Compose<UploadSource>;
  /** To a user, be it a friend or a stranger; the only thing a guest can do. */
  toUser(id: string): Compose<UploadSource>;
  /**
   * Sends one message, cold: it enters the outbox at the first subscription, and later ones watch that same message.
   * Unsubscribing never takes it back (but aborts an upload that is under way); subscribing again after an error sends it
   * again under the same `cid`, so that `retry()` doubles nothing.
   *
   * Errors: the codes of PROTOCOL.md, section 7, of a refusal; `overflow`, `expired`, `withdrawn`, `closed`; `unknown` for a
   * room message without an ack.
   */
  send(draft: Draft<UploadSource>): Observable<Delivery>;
}
