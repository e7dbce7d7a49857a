import { ErrorCode } from 'rxim/protocol';
import { Failure } from '../failure';

export interface AttemptLimits {
  /** Attempts at once. */
  readonly burst: number;
  /** Milliseconds after which there is one more. */
  readonly interval: number;
}

const tooMany = (wait: number): Failure => {
  const retryAfter = Math.ceil(wait / 1000);
  return new Failure(ErrorCode.TooManyRequests, `too many attempts, try again in ${retryAfter} s`, {
    retryAfter,
  });
};

const isGuess = (error: unknown): boolean =>
  error instanceof Failure && error.code === ErrorCode.NotPermitted;

/**
 * Attempts to guess a secret. Only wrong ones count in the end, so that somebody who comes back again and again with the right
 * one, as clients on bad networks do, is not shut out.
 */
export class Attempts {
  /** When each key has all its attempts again, in milliseconds of `now`. */
  readonly #full = new Map<string, number>();
  #sweepAt = 1024;

  constructor(
    private readonly limits: AttemptLimits,
    private readonly now = (): number => performance.now(),
  ) {}

  /** Does it, unless one of the keys has no attempt left. */
  async run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    // Counted first: of many guesses at once, no more may pass than are left.
    this.count(keys);
    try {
      const result = await work();
      this.#forgive(keys);
      return result;
    } catch (error) {
      if (!isGuess(error)) this.#forgive(keys);
      throw error;
    }
  }

  /** Takes an attempt from each of the keys, or from none and throws TooManyRequests. */
  count(keys: readonly string[]): void {
    const now = this.now();
    const wait = Math.max(...keys.map((key) => this.#wait(key, now)));
    if (wait > 0) throw tooMany(wait);
    for (const key of keys)
      this.#full.set(key, Math.max(this.#full.get(key) ?? 0, now) + this.limits.interval);
    this.#sweep(now);
  }

  #wait(key: string, now: number): number {
    const { burst, interval } = this.limits;
    return Math.max(this.#full.get(key) ?? 0, now) - now - (burst - 1) * interval;
  }

  #forgive(keys: readonly string[]): void {
    for (const key of keys) this.#full.set(key, (this.#full.get(key) ?? 0) - this.limits.interval);
  }

  /** Only when their number has doubled, which costs next to nothing a key. */
  #sweep(now: number): void {
    if (this.#full.size < this.#sweepAt) return;
    for (const [key, full] of this.#full) if (full <= now) this.#full.delete(key);
    this.#sweepAt = Math.max(1024, this.#full.size * 2);
  }
}
