import type { Limits } from '../limits';
import { tcpOf, type Connection } from './connection';

const SWEEP = 1000;

/** Bytes that wait to leave. Of long polling they are in the buffer of the connection. */
const waiting = (connection: Connection): number =>
  tcpOf(connection)?.writableLength ??
  (connection as unknown as Buffered).writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);

interface Buffered {
  readonly writeBuffer: readonly { readonly data?: string }[];
}

/** Finds the clients that do not take what they are sent: by size at once, by time within a second. */
export class SlowConsumers {
  readonly #behindSince = new Map<Connection, number | undefined>();
  readonly #timer = setInterval(() => this.#sweep(), SWEEP).unref();

  constructor(
    private readonly limits: Pick<Limits, 'outgoingSize' | 'outgoingTime'>,
    private readonly close: (connection: Connection) => void,
  ) {}

  watch(connection: Connection): void {
    this.#behindSince.set(connection, undefined);
    connection.once('close', () => this.#behindSince.delete(connection));
  }

  /** To be called before more is written. */
  check(connection: Connection, size: number): void {
    if (size <= this.limits.outgoingSize || !this.#behindSince.has(connection)) return;
    this.#behindSince.delete(connection);
    this.close(connection);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [connection, since] of this.#behindSince) {
      const size = waiting(connection);
      this.#behindSince.set(connection, size === 0 ? undefined : (since ?? now));
      const late = size > 0 && since !== undefined && now - since > this.limits.outgoingTime;
      this.check(connection, late ? Infinity : size);
    }
  }
}
