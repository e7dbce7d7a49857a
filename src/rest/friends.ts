import type { Observable } from 'rxjs';
import { idsGuard, type ChatRecord, type Contact, type Friendship, type NewFriendship } from '../protocol';
import { getChats, pageChats, type ChatsOptions, type ChatsPagingOptions } from './chats';
import type { Request } from './request';

/** Friendships, which are mutual: who asks for them makes no difference. Every call is cold. */
export interface FriendsApi {
  /** Ids of a user's friends (guide: `listFriends`). */
  list(user: string): Observable<readonly string[]>;
  /** Friends with their presence and the last message (guide: `listFriends`, with details). */
  listDetailed(user: string): Observable<readonly Contact[]>;
  /** Makes two users friends; friends stay friends (guide: `addFriend`). */
  add(user: string, friend: string): Observable<NewFriendship>;
  /** The friendship of two users; error 5004 if there is none. */
  get(user: string, friend: string): Observable<Friendship>;
  /** Ends a friendship, if there is one (guide: `rmFriend`). */
  remove(user: string, friend: string): Observable<void>;
  /** What the two wrote, oldest first (guide: `getRecentChat`). */
  chats(user: string, friend: string, options?: ChatsOptions): Observable<readonly ChatRecord[]>;
  /** The same, page after page into the past when asked. */
  chats$(user: string, friend: string, options?: ChatsPagingOptions): Observable<readonly ChatRecord[]>;
}

export const createFriends = (request: Request): FriendsApi => {
  const at = (user: string, ...rest: string[]) => ['ctx', user, 'friends', ...rest];
  return {
    list: (user) => request('GET', at(user), { guard: idsGuard }),
    listDetailed: (user) => request('GET', at(user), { query: { detail: true } }),
    add: (user, friend) => request('POST', at(user, friend), { repeatable: true }),
    get: (user, friend) => request('GET', at(user, friend)),
    remove: (user, friend) => request('DELETE', at(user, friend)),
    chats: (user, friend, options) => getChats(request, at(user, friend, 'chats'), options),
    chats$: (user, friend, options) => pageChats(request, at(user, friend, 'chats'), options),
  };
};
