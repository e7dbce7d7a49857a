import {
  Subscription,
  asyncScheduler,
  catchError,
  filter,
  ignoreElements,
  map,
  merge,
  take,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import { ImError } from '../errors';
import { backoff } from '../operators';
import type { ClientEventName, ClientEvents } from '../protocol';
import { Attempt, type AttemptParts } from './attempt';
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

/**
 * Keeps one session alive: the loop of attempts and waits. It owns time, transition.ts the truth. Between socket and state there
 * are plain calls: an operator that holds the loop together costs a client that is idle as much memory as its socket.
 */
export const createConnection = (options: ConnectionOptions): Connection => {
  const { network = platformNetwork, attemptTimeout = 15_000 } = options;
  const store = createStateStore();
  let attempt: Attempt | undefined;
  /** Until the next attempt. */
  let wait = Subscription.EMPTY;
  let epoch = 0;
  /** The last login's refusal, while other credentials are tried. */
  let refusal: Cause | undefined;

  const send: Connection['send'] = (name, payload) => attempt?.send(name, payload) ?? false;
  const tokens = createSessionTokens(() => send('renew', {}), attemptTimeout);

  const parts: AttemptParts = {
    ...options,
    url: socketUrl(options.url),
    attemptTimeout,
    network,
    tokens,
    happened: (event) => {
      if (event.type === 'accepted') {
        refusal = undefined;
        epoch++;
      }
      store.dispatch(event);
    },
    ended: (cause) => {
      attempt = undefined;
      if (cause.retry) pause(cause);
      else if (!options.renewable || refusal || store.state.name !== 'authenticating')
        settle({ type: 'refused', cause });
      else {
        refusal = cause;
        begin();
      }
    },
  };

  const halt = (): void => {
    wait.unsubscribe();
    attempt?.stop();
    attempt = undefined;
  };

  /** Begins an attempt, in place of whatever is under way. */
  const begin = (): void => {
    halt();
    const started = (attempt = new Attempt(parts, epoch + 1));
    store.dispatch({ type: 'attempt' });
    // Whoever was told may have disconnected.
    if (attempt === started) started.start(() => options.auth(refusal));
  };

  /** Waits for the next attempt. */
  const pause = (cause: Cause): void => {
    const delay = backoff({
      ...options.backoff,
      attempt: nextAttempt(store.state),
      random: options.random,
      retryAfter: cause.retryAfter,
    });
    store.dispatch({ type: 'lost', cause, retryAt: asyncScheduler.now() + delay });
    const { state } = store;
    // Whoever was told may have disconnected, or connected at once.
    if (state.name !== 'waiting' || state.cause !== cause) return;
    wait = merge(timer(delay), network.hint$.pipe(filter((hint) => hint === 'up')))
      .pipe(take(1))
      .subscribe({
        next: begin,
        error: (error: unknown) => settle({ type: 'refused', cause: error as Cause }),
      });
  };

  /** Nothing is to be attempted any more. */
  const settle = (event: ConnectionEvent): void => {
    halt();
    refusal = undefined;
    store.dispatch(event);
  };

  /** Errors as soon as no session is to be expected. A state that a subscriber has already replaced tells nothing. */
  const hopeful = (): Observable<ConnectionState> =>
    store.state$.pipe(
      filter((state) => state === store.state),
      tap((state) => {
        const cause = absence(state);
        if (cause) throw cause;
      }),
    );

  return {
    state$: store.state$,
    get state() {
      return store.state;
    },
    connect() {
      const { name } = store.state;
      if (name === 'idle' || name === 'stopped' || name === 'waiting') begin();
      return hopeful().pipe(
        filter((state) => state.name === 'online'),
        map(({ session }) => session),
        take(1),
      );
    },
    disconnect: () => settle({ type: 'disconnect' }),
    close: () => settle({ type: 'close' }),
    send,
    token: (refused) => {
      const sessionless$ = hopeful().pipe(
        ignoreElements(),
        catchError((cause: unknown) => {
          throw new ImError('not-connected', 'No session: connect() comes first', { cause });
        }),
      );
      return merge(sessionless$, tokens.token(refused)).pipe(take(1));
    },
  };
};
