import type { Observable } from 'rxjs';
import { idsGuard, type ChatRecord, type Contact, type Stranger } from '../protocol';
import { getChats, pageChats, type ChatsOptions, type ChatsPagingOptions } from './chats';
import { paged } from './paged';
import type { PagingOptions } from './pages';
import type { Request } from './request';

/** Which rows of the list are asked for. */
export interface StrangersOptions {
  /** Rows to leave out. @default 0 */
  readonly skip?: number;
  /** Rows, at most 100. @default 20 */
  readonly limit?: number;
}

/** Users whom a user talked with while they were no friends, the latest first. Every call is cold. */
export interface StrangersApi {
  /** Their ids. */
  list(user: string, options?: StrangersOptions): Observable<readonly string[]>;
  /** With their presence and the last message. */
  listDetailed(user: string, options?: StrangersOptions): Observable<readonly Contact[]>;
  /** Detailed, page after page when asked. */
  list$(user: string, options?: PagingOptions): Observable<readonly Contact[]>;
  /** One of them; error 5004 if the two never talked. */
  get(user: string, stranger: string): Observable<Stranger>;
  /** What the two wrote, oldest first. */
  chats(user: string, stranger: string, options?: ChatsOptions): Observable<readonly ChatRecord[]>;
  /** The same, page after page into the past when asked. */
  chats$(user: string, stranger: string, options?: ChatsPagingOptions): Observable<readonly ChatRecord[]>;
}

export const createStrangers = (request: Request): StrangersApi => {
  const at = (user: string, ...rest: string[]) => ['ctx', user, 'strangers', ...rest];
  const listDetailed: StrangersApi['listDetailed'] = (user, options) =>
    request('GET', at(user), { query: { detail: true, ...options } });
  return {
    list: (user, options) => request('GET', at(user), { query: { ...options }, guard: idsGuard }),
    listDetailed,
    list$: (user, options = {}) =>
      paged(options, (limit, _last, skip) => listDetailed(user, { limit, skip })),
    get: (user, stranger) => request('GET', at(user, stranger)),
    chats: (user, stranger, options) => getChats(request, at(user, stranger, 'chats'), options),
    chats$: (user, stranger, options) => pageChats(request, at(user, stranger, 'chats'), options),
  };
};
