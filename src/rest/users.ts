import type { Observable } from 'rxjs';
import type { FoundUser, UserInfo } from '../protocol';
import type { AppData, DataOf } from './app-data';
import { createAttributes, type AttributesApi } from './attributes';
import type { Request } from './request';
import { pageSearch, search, type SearchOptions, type SearchPagingOptions } from './search';

/** Users and what an application knows about them. Every call is cold. */
export interface UsersApi<A extends object> {
  /** Everything about one user (guide: `userInfo`). */
  get(id: string): Observable<UserInfo<A>>;
  /** Users by their attributes (guide: `searchUsers`). */
  search(options?: SearchOptions): Observable<readonly FoundUser<A>[]>;
  /** The same, page after page when asked. */
  search$(options?: SearchPagingOptions): Observable<readonly FoundUser<A>[]>;
  /** Guide: `setUserAttributes`, `coverSetUserAttributes`, `getUserAttributes` … */
  readonly attributes: AttributesApi<A>;
}

export const createUsers = <D extends AppData>(request: Request): UsersApi<DataOf<D, 'user'>> => ({
  get: (id) => request('GET', ['ctx', id]),
  search: (options) => search(request, 'ctx', options),
  search$: (options) => pageSearch(request, 'ctx', options),
  attributes: createAttributes(request, 'ctx'),
});
