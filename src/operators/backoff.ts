/** How waiting grows from one repetition to the next, in milliseconds. */
export interface BackoffOptions {
  /** The first wait is no longer. @default 500 */
  readonly initial?: number;
  /** No wait is longer. @default 30_000 */
  readonly max?: number;
  /** The longest wait grows by this factor each time. @default 2 */
  readonly factor?: number;
}

export interface BackoffStep extends BackoffOptions {
  /** The repetition to wait for: 1, 2, 3 … */
  readonly attempt: number;
  /** A number in [0, 1). @default Math.random */
  readonly random?: () => number;
  /** Milliseconds that the other side asked for; they win over the computed wait. */
  readonly retryAfter?: number | undefined;
}

/** Timers of more milliseconds fire at once, in browsers and in Node. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Milliseconds to wait before a repetition: exponential with full jitter, so that clients that lost the same server at the
 * same moment come back evenly spread. Pure, but for `random`.
 */
export const backoff = ({
  attempt,
  initial = 500,
  max = 30_000,
  factor = 2,
  random = Math.random,
  retryAfter,
}: BackoffStep): number => {
  // `0 * Infinity` is what an initial wait of 0 comes to in the end.
  const ceiling = Math.min(max, initial * factor ** (attempt - 1) || 0);
  return Math.min(Math.max(retryAfter ?? Math.round(random() * ceiling), 0), LONGEST_TIMER);
};
