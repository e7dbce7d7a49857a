import { ImError } from '../errors';
import type { StorageArea } from './area';

/**
 * Writes changes to a storage area, one write at a time: what comes while one is under way goes with the next. A write that
 * fails is reported and its changes are kept for the next one.
 */
export class Journal {
  #waiting = new Map<string, string | undefined>();
  #writing: Promise<void> | undefined;
  #listeners: (() => void)[] = [];

  constructor(
    private readonly area: StorageArea,
    private readonly report: (error: ImError) => void,
  ) {}

  /** `undefined` deletes; `kept` is called when the change is where it survives. */
  set(key: string, value: string | undefined, kept?: () => void): void {
    this.#waiting.set(key, value);
    if (kept) this.#listeners.push(kept);
    this.#writing ??= this.#write();
  }

  /** Resolves when everything is written, or could not be. */
  async close(): Promise<void> {
    await this.#writing;
    await this.area.close();
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
        this.report(
          new ImError('storage', 'The storage took no changes; the next one tries again', { cause }),
        );
      }
    }
    this.#writing = undefined;
  }
}
