import { ReplaySubject, type Observable } from 'rxjs';
import type { ConnectionState } from './state';
import { transition, type ConnectionEvent } from './transition';

export interface StateStore {
  /** The truth. While subscribers are being told it may be ahead of `state$`. */
  readonly state: ConnectionState;
  /** Replays the last state, `closed` included, after which it completes. */
  readonly state$: Observable<ConnectionState>;
  dispatch(event: ConnectionEvent): void;
}

export const createStateStore = (): StateStore => {
  const told = new ReplaySubject<ConnectionState>(1);
  const untold: ConnectionState[] = [];
  let state: ConnectionState = { name: 'idle' };
  told.next(state);

  return {
    get state() {
      return state;
    },
    state$: told.asObservable(),
    dispatch(event) {
      const next = transition(state, event);
      if (next === state) return;
      state = next;
      // A subscriber that disconnects while it is told of a state must not make others hear the two in reverse order.
      if (untold.push(next) > 1) return;
      for (let first; (first = untold[0]); untold.shift()) {
        told.next(first);
        if (first.name === 'closed') told.complete();
      }
    },
  };
};
