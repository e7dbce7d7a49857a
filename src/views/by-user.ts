import {
  distinctUntilChanged,
  endWith,
  ignoreElements,
  map,
  type Observable,
  switchMap,
  takeUntil,
} from 'rxjs';
import type { Session } from '../connection';
import type { Identity } from '../protocol';

/** What one user sees: begun anew when another one logs in, not when the same one comes back, and over with the client. */
export const byUser = <T>(
  session$: Observable<Session>,
  view: (self: Identity) => Observable<T>,
): Observable<T> =>
  session$.pipe(
    map(({ self }) => self),
    distinctUntilChanged((a, b) => a.kind === b.kind && a.id === b.id),
    switchMap(view),
    takeUntil(session$.pipe(ignoreElements(), endWith(undefined))),
  );
