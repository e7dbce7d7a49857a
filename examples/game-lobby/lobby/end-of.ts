import { endWith, ignoreElements, type Observable } from 'rxjs';

/** Emits when the source completes. */
export const endOf = (source: Observable<unknown>): Observable<unknown> =>
  source.pipe(ignoreElements(), endWith(undefined));
