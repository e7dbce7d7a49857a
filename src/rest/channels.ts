import type { Observable } from 'rxjs';
import { idGuard, idsGuard } from '../protocol';
import { createAttributes, type AttributesApi } from './attributes';
import type { Request } from './request';
import { pageSearch, search, type SearchOptions, type SearchPagingOptions } from './search';

/** What groups and rooms have in common. Every call is cold. */
export interface ChannelsApi<A extends object, New, Change, Info, Listed> {
  /** Creates one; resolves with its id. Not repeated by itself: a lost answer would make two. */
  create(channel: New): Observable<string>;
  /** All about one; error 5004 if there is none. */
  get(id: string): Observable<Info>;
  /** Ids of those that a user is in. */
  list(user: string): Observable<readonly string[]>;
  /** The same with name, members and the last message, as far as the kind has them. */
  listDetailed(user: string): Observable<readonly Listed[]>;
  /** By attributes. */
  search(options?: SearchOptions): Observable<readonly Listed[]>;
  /** The same, page after page when asked. */
  search$(options?: SearchPagingOptions): Observable<readonly Listed[]>;
  /** `members` replaces the list. */
  update(id: string, change: Change): Observable<void>;
  /** Dissolves it. */
  delete(id: string): Observable<void>;
  /** Members stay members; error 5008 if they become too many. */
  addMembers(id: string, members: readonly string[]): Observable<void>;
  /** Whoever is no member is ignored. */
  removeMembers(id: string, members: readonly string[]): Observable<void>;
  /** Makes a user a member. */
  join(id: string, user: string): Observable<void>;
  /** Makes a user no member any more. */
  leave(id: string, user: string): Observable<void>;
  /** Data of the application, which can be searched by. */
  readonly attributes: AttributesApi<A>;
}

export const createChannels = <A extends object, New, Change, Info, Listed>(
  request: Request,
  root: 'groups' | 'rooms',
): ChannelsApi<A, New, Change, Info, Listed> => ({
  create: (body) => request('POST', [root], { body, guard: idGuard }),
  get: (id) => request('GET', [root, id]),
  list: (user) => request('GET', ['ctx', user, root], { guard: idsGuard }),
  listDetailed: (user) => request('GET', ['ctx', user, root], { query: { detail: true } }),
  search: (options) => search(request, root, options),
  search$: (options) => pageSearch(request, root, options),
  update: (id, body) => request('PUT', [root, id], { body }),
  delete: (id) => request('DELETE', [root, id]),
  addMembers: (id, members) =>
    request('POST', [root, id, 'members'], { body: { members }, repeatable: true }),
  removeMembers: (id, members) => request('DELETE', [root, id, 'members'], { body: { members } }),
  join: (id, user) => request('POST', [root, id, 'members', user], { repeatable: true }),
  leave: (id, user) => request('DELETE', [root, id, 'members', user]),
  attributes: createAttributes(request, root),
});
