/** A token bucket: `burst` at once, `rate` a second in the long run. Keeps a client within what the server announced. */
export class Pace {
  private tokens: number;
  private at: number;

  constructor(
    private readonly rate: number,
    private readonly burst: number,
    now: number,
  ) {
    this.tokens = burst;
    this.at = now;
  }

  /** Takes a token, or tells in how many milliseconds there will be one. */
  take(now: number): number {
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) / 1000) * this.rate);
    this.at = now;
    if (this.tokens < 1) return Math.ceil(((1 - this.tokens) / this.rate) * 1000);
    this.tokens--;
    return 0;
  }
}
