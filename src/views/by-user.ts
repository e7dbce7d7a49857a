import { distinctUntilChanged, map, type Observable, switchMap } from 'rxjs';
import type { Session } from '../connection';
import type { Identity } from '../protocol';

/** What one user sees: begun anew when another one logs in, and not when the same one comes back. */
export const byUser = <T>(
  session$: Observable<Session>,
  view: (self: Identity) => Observable<T>,
): Observable<T> =>
  session$.pipe(
    map(({ self }) => self),
    distinctUntilChanged((a, b) => a.kind === b.kind && a.id === b.id),
    switchMap(view),
  );
