import type { Socket } from 'node:net';

/** `up`: from the client to the server. `down`: back. */
export type Direction = 'up' | 'down';

/** What is wrong with the link at the moment. */
export interface Faults {
  /** Directions in which bytes vanish. */
  readonly swallowed: ReadonlySet<Direction>;
  /** Milliseconds that bytes take; `Infinity`: they wait. */
  readonly delay: Readonly<Record<Direction, number>>;
  /** Bytes arrive one at a time. */
  readonly dribble: boolean;
  /** Text messages of the server that vanish. */
  readonly isDropped: (text: string) => boolean;
  /** Who comes now is turned away. */
  readonly refuse: boolean;
}

export const NO_FAULTS: Faults = {
  swallowed: new Set(),
  delay: { up: 0, down: 0 },
  dribble: false,
  isDropped: () => false,
  refuse: false,
};

/** Bytes that wait here at the most; more are left to wait where they come from, as on any slow link. */
const HELD_LIMIT = 1024 * 1024;

export interface PipeOptions {
  readonly direction: Direction;
  readonly source: Socket;
  readonly sink: Socket;
  /** Asked anew for every step. */
  readonly faults: () => Faults;
  /** What of the bytes is let through. @default all */
  readonly filter?: (chunk: Buffer) => Buffer;
}

/** One direction of a connection: bytes go through in their order, as late and as few as the faults say. */
export class Pipe {
  readonly #options: PipeOptions;
  readonly #queue: { readonly chunk: Buffer; readonly since: number }[] = [];
  #held = 0;
  #timer: NodeJS.Timeout | undefined;
  #step: NodeJS.Immediate | undefined;
  /** `torn`: bytes are missing, so what follows is worthless. `ended`: the source has said all. */
  #state: 'flowing' | 'torn' | 'ended' | 'stopped' = 'flowing';

  constructor(options: PipeOptions) {
    this.#options = options;
    const { source, sink } = options;
    source.on('data', (chunk: Buffer) => this.#take(chunk));
    source.on('end', () => this.#end());
    sink.on('drain', () => this.pump());
  }

  get isTorn(): boolean {
    return this.#state === 'torn';
  }

  /** Bytes vanish in this direction now. */
  get #swallows(): boolean {
    return this.#options.faults().swallowed.has(this.#options.direction);
  }

  /** Nothing passes any more; what comes is read and forgotten. */
  stop(): void {
    this.#state = 'stopped';
    clearTimeout(this.#timer);
    clearImmediate(this.#step);
    this.#queue.length = 0;
    this.#options.source.resume();
  }

  /** Passes on what may pass now, and comes back when more may. */
  pump(): void {
    clearTimeout(this.#timer);
    const { source, sink, direction } = this.#options;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (sink.writableNeedDrain || this.#step) return;
      const { delay, dribble } = this.#options.faults();
      const wait = next.since + delay[direction] - performance.now();
      if (wait > 0) {
        if (wait < Infinity) this.#timer = setTimeout(() => this.pump(), wait);
        return;
      }
      this.#queue.shift();
      const { chunk } = next;
      const now = dribble ? chunk.subarray(0, 1) : chunk;
      if (now.length < chunk.length) this.#queue.unshift({ ...next, chunk: chunk.subarray(1) });
      this.#held -= now.length;
      sink.write(now);
      if (dribble) this.#step = setImmediate(() => this.#nextByte());
    }
    if (this.#held < HELD_LIMIT) source.resume();
    if (this.#state === 'ended' && this.#queue.length === 0) sink.end();
  }

  #nextByte(): void {
    this.#step = undefined;
    this.pump();
  }

  #take(chunk: Buffer): void {
    const { filter, source } = this.#options;
    // The filter must see everything to know where it is.
    const passed = filter ? filter(chunk) : chunk;
    if (this.#state === 'flowing' && this.#swallows) this.#state = 'torn';
    if (this.#state !== 'flowing' || passed.length === 0) return;
    this.#queue.push({ chunk: passed, since: performance.now() });
    this.#held += passed.length;
    if (this.#held >= HELD_LIMIT) source.pause();
    this.pump();
  }

  #end(): void {
    if (this.#state !== 'flowing') return;
    this.#state = this.#swallows ? 'torn' : 'ended';
    this.pump();
  }
}
