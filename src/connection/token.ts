import { EMPTY, Subject, defer, map, merge, of, share, take, timer, type Observable } from 'rxjs';
import { TimeoutError } from '../errors';

/** A token that has less to live is renewed before it is used: the request has to arrive, too. In milliseconds. */
const MARGIN = 60_000;

export interface SessionTokens {
  /** A token came; it lives `expiresIn` seconds from now on. */
  receive(token: string, expiresIn?: number): void;
  /** The session is over, and its token with it: the next login may be somebody else's. */
  forget(): void;
  /**
   * Cold: the current token, or the next one that comes; it is asked for once, however many wait for it. `refused` is a
   * token that was not taken, so it has to be another one.
   */
  token(refused?: string): Observable<string>;
}

/**
 * Keeps the session token. `renew` asks the server for another, or answers false while there is no session: then the next
 * login brings one. `patience` is how many milliseconds the server has to answer.
 */
export const createSessionTokens = (renew: () => boolean, patience: number): SessionTokens => {
  const received$ = new Subject<string>();
  let current: { readonly token: string; readonly staleAt: number } | undefined;
  /** What all who wait share; most clients never do. */
  let next$: Observable<string> | undefined;

  const awaitNext = (): Observable<string> => {
    const unanswered$ = timer(patience).pipe(
      map(() => {
        throw new TimeoutError('No session token in time');
      }),
    );
    // Listening comes before asking.
    return merge(
      received$,
      defer(() => (renew() ? unanswered$ : EMPTY)),
    ).pipe(take(1), share());
  };

  return {
    receive(token, expiresIn = Infinity) {
      // A monotonic clock, since the other one can be set.
      current = { token, staleAt: performance.now() + expiresIn * 1000 - MARGIN };
      received$.next(token);
    },
    forget() {
      current = undefined;
    },
    token: (refused) =>
      defer(() =>
        current && current.token !== refused && performance.now() < current.staleAt
          ? of(current.token)
          : (next$ ??= awaitNext()),
      ),
  };
};
