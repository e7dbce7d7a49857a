import { EMPTY, defer, filter, fromEvent, merge, type Observable } from 'rxjs';

/** `up`: it is worth trying now. `down`: what is open may be dead. */
export type NetworkHint = 'up' | 'down';

/** What the platform knows about the network. Hints are never believed, they only make the client look sooner. */
export interface NetworkHints {
  /** Cold: listens for as long as it is subscribed to. */
  readonly hint$: Observable<NetworkHint>;
}

/** The browser's: the network came or went, or the page is seen again. In Node there is nothing to listen to. */
export const platformNetwork: NetworkHints = {
  hint$: defer(() => {
    if (typeof addEventListener !== 'function') return EMPTY;
    const network$ = merge(
      fromEvent(globalThis, 'online', () => 'up' as const),
      fromEvent(globalThis, 'offline', () => 'down' as const),
    );
    // A worker has no document.
    if (typeof document === 'undefined') return network$;
    const seen$ = fromEvent(document, 'visibilitychange', () => 'up' as const).pipe(
      filter(() => document.visibilityState === 'visible'),
    );
    return merge(network$, seen$);
  }),
};
