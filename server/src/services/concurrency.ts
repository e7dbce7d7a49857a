import { ErrorCode } from 'rxim/protocol';
import { Failure } from './failure';

export interface ConcurrencyLimits {
  /** How many at once. */
  readonly running: number;
  /** How many may wait; one more is refused. */
  readonly waiting: number;
}

/** Keeps costly work from being done all at once: what is too much waits in line, and what is far too much is refused. */
export class Concurrency {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly limits: ConcurrencyLimits) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      return await work();
    } finally {
      // Whoever is next takes over this one's place.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  #turn(): Promise<void> | undefined {
    if (this.#running < this.limits.running) {
      this.#running++;
      return undefined;
    }
    if (this.#waiting.length >= this.limits.waiting) {
      throw new Failure(ErrorCode.Unavailable, 'the server has too much to do', { retryAfter: 5 });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
