import { Chain } from './chain';

/** Has something to say at the end of a turn. */
export interface Speaker {
  flush(): void;
}

/**
 * Holds back what outlets are told until the turn of the event loop is over, so that a burst leaves each in one write instead of one an
 * event: system calls are most of what a fan-out costs.
 */
export class Turn<S extends Speaker> {
  #speakers: S[] = [];
  #beginning = new Chain();

  /** `failed` is told of one that could not be written to; the others are. */
  constructor(private readonly failed: (speaker: S, error: unknown) => void) {}

  /** Where its chain begins; it is flushed at the end of the turn. */
  enter(speaker: S): Chain {
    if (this.#speakers.length === 0) setImmediate(() => this.end());
    this.#speakers.push(speaker);
    return this.#beginning;
  }

  /** Flushes all. Whoever knows that nothing more comes in this turn need not wait for it to be over. */
  end(): void {
    const speakers = this.#speakers;
    this.#speakers = [];
    this.#beginning = new Chain();
    for (const speaker of speakers) {
      try {
        speaker.flush();
      } catch (error) {
        this.failed(speaker, error);
      }
    }
  }
}
