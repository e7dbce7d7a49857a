/** One event, as it came. */
export interface Received {
  readonly name: string;
  readonly payload: unknown;
}

interface Waiting {
  readonly name: string;
  readonly settle: (payload: unknown) => void;
}

/** Keeps what comes until it is asked for, by name and in order, so that no test has to be there in time. */
export class Recorder {
  readonly #received: Received[] = [];
  #waiting: Waiting[] = [];

  /** Everything that came and has not been taken. */
  get rest(): readonly Received[] {
    return this.#received;
  }

  add(name: string, payload: unknown): void {
    const waiting = this.#waiting.find((each) => each.name === name);
    if (waiting === undefined) {
      this.#received.push({ name, payload });
      return;
    }
    this.#waiting = this.#waiting.filter((each) => each !== waiting);
    waiting.settle(payload);
  }

  /** Takes the next event of this name, as soon as there is one. */
  next(name: string): Promise<unknown> {
    const index = this.#received.findIndex((each) => each.name === name);
    if (index >= 0) return Promise.resolve(this.#received.splice(index, 1)[0]!.payload);
    return new Promise((settle) => this.#waiting.push({ name, settle }));
  }
}
