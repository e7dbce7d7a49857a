import {
  Observable,
  Subject,
  asyncScheduler,
  catchError,
  filter,
  ignoreElements,
  map,
  merge,
  of,
  retry,
  startWith,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import { ImError } from '../errors';
import { backoff } from '../operators';
import type { ClientEventName, ClientEvents } from '../protocol';
import { Attempt } from './attempt';
import { platformNetwork } from './network';
import type { ConnectionOptions } from './options';
import type { Cause, ConnectionState, Session } from './state';
import { createStateStore } from './state-store';
import { createSessionTokens } from './token';
import { nextAttempt, type ConnectionEvent } from './transition';
import { socketUrl } from './url';

export interface Connection {
  /** Replays the current state; distinct; completes after `closed`. */
  readonly state$: Observable<ConnectionState>;
  readonly state: ConnectionState;
  /**
   * Connects now, if it is not connected, whether it is subscribed to or not; ends a wait between attempts. Gives the session that is
   * online, or the next one that is, and completes. Errors with the cause if the connection is stopped, disconnected or closed.
   */
  connect(): Observable<Session>;
  disconnect(): void;
  /** For good: nothing is left, no timer, socket, listener or subscriber. */
  close(): void;
  /** Answers false, and sends nothing, while there is no session. */
  send<E extends ClientEventName>(name: E, payload: ClientEvents[E]): boolean;
  /**
   * Cold: a session token with at least a minute to live, renewed if need be. Waits for the login while the connection is on its way;
   * errors with `not-connected` if it is not. `refused` is a token that the server did not take.
   */
  token(refused?: string): Observable<string>;
}

/** Why no session is to be expected, if none is. */
const absence = (state: ConnectionState): Cause | undefined => {
  switch (state.name) {
    case 'idle':
      return new ImError('not-connected', 'Not connected');
    case 'stopped':
      return state.cause;
    case 'closed':
      return new ImError('closed', 'The client is closed');
    default:
      return undefined;
  }
};

/** Keeps one session alive: the loop of attempts and waits. It owns time, transition.ts the truth. */
export const createConnection = (options: ConnectionOptions): Connection => {
  const { network = platformNetwork, attemptTimeout = 15_000, random = Math.random } = options;
  const store = createStateStore();
  const halt$ = new Subject<void>();
  let attempt: Attempt | undefined;
  let epoch = 0;
  /** The last login's refusal, while other credentials are tried. */
  let refusal: Cause | undefined;

  const send: Connection['send'] = (name, payload) => attempt?.send(name, payload) ?? false;
  const tokens = createSessionTokens(() => send('renew', {}), attemptTimeout);

  const attempt$ = new Observable<ConnectionEvent>((subscriber) => {
    const started = new Attempt(
      {
        ...options,
        url: socketUrl(options.url),
        WebSocket: options.WebSocket,
        auth: () => options.auth(refusal),
        attemptTimeout,
        network,
        tokens,
        nextEpoch: () => ++epoch,
      },
      subscriber,
    );
    attempt = started;
    started.start();
    return () => started.stop();
  }).pipe(startWith<ConnectionEvent>({ type: 'attempt' }));

  /** When to try again: emits then, or errors if it is not to be tried. */
  const again = (cause: Cause): Observable<unknown> => {
    if (!cause.retry) {
      if (!options.renewable || refusal || store.state.name !== 'authenticating') throw cause;
      refusal = cause;
      return of(0);
    }
    const delay = backoff({
      ...options.backoff,
      attempt: nextAttempt(store.state),
      random,
      retryAfter: cause.retryAfter,
    });
    store.dispatch({ type: 'lost', cause, retryAt: asyncScheduler.now() + delay });
    return merge(timer(delay), network.hint$.pipe(filter((hint) => hint === 'up'))).pipe(take(1));
  };

  const run = (): void => {
    halt$.next();
    attempt$
      .pipe(
        tap((event) => {
          if (event.type === 'accepted') refusal = undefined;
          store.dispatch(event);
        }),
        retry({ delay: again }),
        takeUntil(halt$),
      )
      .subscribe({ error: (cause: unknown) => settle({ type: 'refused', cause: cause as Cause }) });
  };

  /** Nothing is to be attempted any more. */
  const settle = (event: ConnectionEvent): void => {
    halt$.next();
    refusal = undefined;
    store.dispatch(event);
  };

  /** Errors as soon as no session is to be expected. A state that a subscriber has already replaced tells nothing. */
  const hopeful$ = store.state$.pipe(
    filter((state) => state === store.state),
    tap((state) => {
      const cause = absence(state);
      if (cause) throw cause;
    }),
  );

  const sessionless$ = hopeful$.pipe(
    ignoreElements(),
    catchError((cause: unknown) => {
      throw new ImError('not-connected', 'No session: connect() comes first', { cause });
    }),
  );

  return {
    state$: store.state$,
    get state() {
      return store.state;
    },
    connect() {
      const { name } = store.state;
      if (name === 'idle' || name === 'stopped' || name === 'waiting') run();
      return hopeful$.pipe(
        filter((state) => state.name === 'online'),
        map(({ session }) => session),
        take(1),
      );
    },
    disconnect: () => settle({ type: 'disconnect' }),
    close: () => settle({ type: 'close' }),
    send,
    token: (refused) => merge(sessionless$, tokens.token(refused)).pipe(take(1)),
  };
};
