/** `over`: too many, `flood`: far too many, and on and on. */
export type Verdict = 'within' | 'over' | 'flood';

interface Bucket {
  /** When this bucket is full again, in milliseconds of the monotonic clock. */
  full: number;
  /** The same for what was over. */
  forgiven: number;
}

/** Someone whose excess alone comes to this many bursts, at the full rate, does not read the answers. */
const PATIENCE = 3;

/**
 * Token buckets by key: `burst` at once, `rate` a second in the long run. A bucket is two points in time, so nothing has
 * to be refilled.
 */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #interval: number;
  #sweepAt = 1024;

  constructor(
    rate: number,
    private readonly burst: number,
    private readonly now = (): number => performance.now(),
  ) {
    this.#interval = 1000 / rate;
  }

  /** How many are being remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  take(key: string): Verdict {
    const now = this.now();
    const bucket = this.#bucket(key, now);
    const full = this.#drawn(bucket.full, now, this.burst);
    if (full !== undefined) {
      bucket.full = full;
      return 'within';
    }
    const forgiven = this.#drawn(bucket.forgiven, now, this.burst * PATIENCE);
    if (forgiven === undefined) return 'flood';
    bucket.forgiven = forgiven;
    return 'over';
  }

  /** When a bucket that is full again at `full` is so after one more; `undefined` if there is no more in it. */
  #drawn(full: number, now: number, size: number): number | undefined {
    const next = Math.max(full, now) + this.#interval;
    return next - now > size * this.#interval ? undefined : next;
  }

  #bucket(key: string, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    if (this.#buckets.size >= this.#sweepAt) this.#sweep(now);
    const made = { full: now, forgiven: now };
    this.#buckets.set(key, made);
    return made;
  }

  /** Full buckets need not be kept; sweeping only when their number has doubled costs next to nothing a key. */
  #sweep(now: number): void {
    for (const [key, { full, forgiven }] of this.#buckets) {
      if (full <= now && forgiven <= now) this.#buckets.delete(key);
    }
    this.#sweepAt = Math.max(1024, this.#buckets.size * 2);
  }
}
