import { ReplaySubject, share, timer, type MonoTypeOperatorFunction } from 'rxjs';

/** Milliseconds that a view outlives its last subscriber, so that a change of page does not load it anew. */
export const GRACE = 5_000;

/** One computation for all subscribers, which get the latest value at once; it ends `grace` ms after the last has left. */
export const live = <T>(grace: number): MonoTypeOperatorFunction<T> =>
  share({
    connector: () => new ReplaySubject<T>(1),
    // A reset at the end would forget that it is over, and the leaving subscribers would start the timer of a closed client.
    resetOnComplete: false,
    resetOnRefCountZero: () => timer(grace),
  });
