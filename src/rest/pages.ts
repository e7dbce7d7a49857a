import { Observable, type Subscription } from 'rxjs';
import { PAGE } from '../protocol';

/** How pages follow each other. */
export interface PagingOptions {
  /** Rows of a page, at most 100. @default 20 */
  readonly limit?: number;
  /**
   * Each emission asks for one page more; an ask while a page is on its way is that page's. Without it a page is asked for
   * as soon as the one before it was emitted: `take(n)` or unsubscribing ends that.
   */
  readonly more?: Observable<unknown>;
}

/**
 * Page after page, cold: the first one on subscribing, the others when asked for. Completes with the last one, which is
 * short or empty; unsubscribing aborts the request that is under way.
 */
export const pages = <T>(
  { limit = PAGE.usual, more }: PagingOptions,
  load: (limit: number, last: readonly T[] | undefined, skip: number) => Observable<readonly T[]>,
): Observable<readonly T[]> =>
  new Observable((subscriber) => {
    const size = Math.min(limit, PAGE.most);
    let skip = 0;
    let last: readonly T[] | undefined;
    let loading: Subscription | undefined;
    const next = (): void => {
      if (loading && !loading.closed) return;
      let page: readonly T[] = [];
      loading = load(size, last, skip).subscribe({
        next: (rows) => (page = rows),
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          last = page;
          skip += page.length;
          // Before the emission, so that its receiver can ask for the next page.
          if (page.length === size) loading = undefined;
          subscriber.next(page);
          if (page.length < size) subscriber.complete();
          else if (!more) next();
        },
      });
      subscriber.add(loading);
    };
    next();
    if (more) subscriber.add(more.subscribe({ next, error: (error: unknown) => subscriber.error(error) }));
  });
