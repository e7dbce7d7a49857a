import { asyncScheduler, retry, timer, type MonoTypeOperatorFunction, type SchedulerLike } from 'rxjs';
import { backoff, type BackoffOptions } from './backoff';

export interface RetryBackoffOptions extends BackoffOptions {
  /** Repetitions after the first attempt. @default Infinity */
  readonly maxRetries?: number;
  /** Whether it may help to try again after this error. @default every error */
  readonly shouldRetry?: (error: unknown) => boolean;
  /** Milliseconds that the error itself asks to wait (`Retry-After`); `undefined` leaves it to the backoff. */
  readonly delayOf?: (error: unknown) => number | undefined;
  /** A number in [0, 1). @default Math.random */
  readonly random?: (() => number) | undefined;
  /** @default asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

/**
 * Subscribes to the source again when it errors, after a wait that grows exponentially, with full jitter. Values pass
 * unchanged; the error that is not repeated any more passes too. Unsubscribing ends a wait as well.
 */
export const retryBackoff = <T>({
  maxRetries = Infinity,
  shouldRetry = () => true,
  delayOf = () => undefined,
  scheduler = asyncScheduler,
  ...curve
}: RetryBackoffOptions = {}): MonoTypeOperatorFunction<T> =>
  retry({
    delay: (error: unknown, attempt) => {
      if (attempt > maxRetries || !shouldRetry(error)) throw error;
      return timer(backoff({ ...curve, attempt, retryAfter: delayOf(error) }), scheduler);
    },
  });
