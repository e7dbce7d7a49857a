import type { Cause, ConnectionState, Session } from './state';

/** What happens to a connection. */
export type ConnectionEvent =
  /** An attempt begins. */
  | { readonly type: 'attempt' }
  /** The socket is open. */
  | { readonly type: 'opened' }
  /** The server accepted the login. */
  | { readonly type: 'accepted'; readonly session: Session }
  /** What was missed is fetched. */
  | { readonly type: 'prepared' }
  /** The attempt failed or the connection broke; the next attempt is at `retryAt`. */
  | { readonly type: 'lost'; readonly cause: Cause; readonly retryAt: number }
  /** The server does not want this client back as it is. */
  | { readonly type: 'refused'; readonly cause: Cause }
  /** The application wants to be offline. */
  | { readonly type: 'disconnect' }
  /** The application is done with the client. */
  | { readonly type: 'close' };

/** The number of the attempt that would come next. Only `online` begins the count anew, so that backoff grows up to there. */
export const nextAttempt = (state: ConnectionState): number => {
  if (state.name === 'waiting') return state.attempt;
  return 'attempt' in state ? state.attempt + 1 : 1;
};

/** An attempt or a session is under way. */
const isUnderWay = (state: ConnectionState): boolean =>
  'session' in state || ('attempt' in state && state.name !== 'waiting');

/** The only writer of the state. An event that has no place in a state leaves it the very same object. */
export const transition = (state: ConnectionState, event: ConnectionEvent): ConnectionState => {
  if (state.name === 'closed') return state;
  switch (event.type) {
    case 'attempt':
      return 'session' in state ? state : { name: 'connecting', attempt: nextAttempt(state) };
    case 'opened':
      return state.name === 'connecting' ? { name: 'authenticating', attempt: state.attempt } : state;
    case 'accepted':
      return state.name === 'authenticating'
        ? { name: 'syncing', attempt: state.attempt, session: event.session }
        : state;
    case 'prepared':
      return state.name === 'syncing' ? { name: 'online', session: state.session } : state;
    case 'lost':
      return isUnderWay(state)
        ? { name: 'waiting', attempt: nextAttempt(state), retryAt: event.retryAt, cause: event.cause }
        : state;
    case 'refused':
      return isUnderWay(state) ? { name: 'stopped', cause: event.cause } : state;
    case 'disconnect':
      return state.name === 'idle' ? state : { name: 'idle' };
    case 'close':
      return { name: 'closed' };
  }
};
