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
  readonly random?: (() => number) | undefined;
  /** Milliseconds that the other side asked for; they win over the computed wait, up to ten minutes. */
  readonly retryAfter?: number | undefined;
}

/** Who asks for more has something wrong, and whoever believed it would be gone for good. */
const LONGEST_ASKED = 600_000;

/** Timers of more than 24 days fire at once, in browsers and in Node. */
const LONGEST_TIMER = 1e9;

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
  return Math.max(
    Math.min(retryAfter ?? Math.round(random() * ceiling), retryAfter ? LONGEST_ASKED : LONGEST_TIMER),
    0,
  );
};
