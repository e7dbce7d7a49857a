import { ImError } from '../errors';
import type { StorageArea } from './area';

/** Milliseconds until a write that failed is tried again by itself. */
const RETRY = 5_000;

/**
 * Writes changes to a storage area, one write at a time: what comes while one is under way goes with the next. A write that
 * fails is reported, and its changes go with the next one, be that because of another change or because some time has passed.
 */
export class Journal {
  #waiting = new Map<string, string | undefined>();
  #writing: Promise<void> | undefined;
  #listeners: (() => void)[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(
    private readonly area: StorageArea,
    private readonly report: (error: ImError) => void,
  ) {}

  /** `undefined` deletes; `kept` is called when the change is where it survives. */
  set(key: string, value: string | undefined, kept?: () => void): void {
    this.#waiting.set(key, value);
    if (kept) this.#listeners.push(kept);
    void this.#start();
  }

  /** Resolves when everything is written, or could not be: what failed before is tried a last time. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
    if (this.#retry !== undefined) await this.#start();
    await this.area.close();
  }

  #start(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    return (this.#writing ??= this.#write());
  }

  async #write(): Promise<void> {
    // What is said in the same tick travels together.
    await Promise.resolve();
    let failed = false;
    while (this.#waiting.size > 0 && !failed) {
      const changes = this.#waiting;
      const listeners = this.#listeners;
      this.#waiting = new Map();
      this.#listeners = [];
      try {
        await this.area.write(changes);
        for (const kept of listeners) kept();
      } catch (cause) {
        failed = true;
        this.#waiting = new Map([...changes, ...this.#waiting]);
        this.#listeners = [...listeners, ...this.#listeners];
        this.report(new ImError('storage', 'The storage took no changes; they are tried again', { cause }));
      }
    }
    this.#writing = undefined;
    if (failed && !this.#isClosed) this.#retry = setTimeout(() => void this.#start(), RETRY);
  }
}
