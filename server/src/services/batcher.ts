type State = 'idle' | 'scheduled' | 'running';

/**
 * Collects what comes in one turn of the event loop and handles it together, one batch at a time and in order. What comes
 * while a batch is being handled is the next batch: the slower the disk, the greater the batches.
 */
export class Batcher<T> {
  #state: State = 'idle';
  #waiting: T[] = [];
  #drained: (() => void)[] = [];

  /** `handle` must not reject. */
  constructor(
    private readonly handle: (batch: readonly T[]) => Promise<void>,
    private readonly size: number,
  ) {}

  /** How many wait for their batch. */
  get waiting(): number {
    return this.#waiting.length;
  }

  push(item: T): void {
    this.#waiting.push(item);
    if (this.#state !== 'idle') return;
    this.#state = 'scheduled';
    setImmediate(() => void this.#run());
  }

  /** Resolves when all that was pushed has been handled. */
  drain(): Promise<void> {
    if (this.#state === 'idle') return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  async #run(): Promise<void> {
    this.#state = 'running';
    while (this.#waiting.length > 0) await this.handle(this.#take());
    this.#state = 'idle';
    const drained = this.#drained;
    this.#drained = [];
    drained.forEach((resolve) => resolve());
  }

  #take(): readonly T[] {
    if (this.#waiting.length > this.size) return this.#waiting.splice(0, this.size);
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }
}
