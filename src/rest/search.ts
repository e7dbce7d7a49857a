import type { Observable } from 'rxjs';
import { paged } from './paged';
import type { PagingOptions } from './pages';
import type { Request } from './request';

/** What is searched for, and which rows of what was found are asked for. */
export interface SearchOptions {
  /** Attributes that must match exactly, all of them. Names that begin with `_` can't be searched for. */
  readonly where?: Readonly<Record<string, string | number | boolean>>;
  /** Attributes to sort by; a leading `-` descends: `['score', '-age']`. */
  readonly sort?: string | readonly string[];
  /** Rows to leave out. @default 0 */
  readonly skip?: number;
  /** Rows, at most 100. @default 20 */
  readonly limit?: number;
}

/** What is searched for, page after page. */
export type SearchPagingOptions = Omit<SearchOptions, 'limit'> & PagingOptions;

export const search = <T>(
  request: Request,
  root: string,
  { where = {}, sort, skip, limit }: SearchOptions = {},
): Observable<readonly T[]> => {
  const query: Record<string, string | number | undefined> = {};
  for (const [name, value] of Object.entries(where)) query[name] = String(value);
  return request('GET', [root], { query: { ...query, _sort: sort?.toString(), _skip: skip, _limit: limit } });
};

export const pageSearch = <T>(
  request: Request,
  root: string,
  options: SearchPagingOptions = {},
): Observable<readonly T[]> =>
  paged<T>(options, (limit, _last, skip) =>
    search(request, root, { ...options, limit, skip: (options.skip ?? 0) + skip }),
  );
