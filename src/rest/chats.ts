import type { Observable } from 'rxjs';
import { chatsGuard, type ChatRecord } from '../protocol';
import { paged } from './paged';
import type { PagingOptions } from './pages';
import type { Request } from './request';

/** Which records of a conversation are asked for. */
export interface ChatsOptions {
  /** Only what is older than this, in milliseconds since 1970. @default now */
  readonly before?: number | undefined;
  /** Records, the latest ones, at most 100. @default 20 */
  readonly limit?: number;
}

/** Where the pages of a conversation begin, and how they follow. */
export type ChatsPagingOptions = Pick<ChatsOptions, 'before'> & PagingOptions;

/** The records of a conversation, oldest first. */
export const getChats = (
  request: Request,
  path: readonly string[],
  { before, limit }: ChatsOptions = {},
): Observable<readonly ChatRecord[]> =>
  request('GET', path, { query: { ts: before, limit }, guard: chatsGuard });

/** Page after page into the past. */
export const pageChats = (
  request: Request,
  path: readonly string[],
  options: ChatsPagingOptions = {},
): Observable<readonly ChatRecord[]> =>
  paged<ChatRecord>(options, (limit, last) => {
    const before = last?.[0]?.ts ?? options.before;
    return getChats(request, path, { limit, before });
  });
