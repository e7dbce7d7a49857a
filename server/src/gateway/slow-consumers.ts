import type { Limits } from '../limits';
import { tcpOf, type Connection } from './connection';

const SWEEP = 1000;

/** What waits to leave to a client, and what has left, in bytes. */
interface Progress {
  readonly waiting: number;
  readonly left: number;
}

/** While TCP is at work on some packets, or nobody polls, the others wait in a buffer of the connection. */
interface Buffered {
  readonly writeBuffer: readonly { readonly data?: string }[];
}

const progressOf = (connection: Connection): Progress => {
  const { writeBuffer } = connection as unknown as Buffered;
  const buffered = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  const { bytesWritten = 0, writableLength = 0 } = tcpOf(connection) ?? {};
  return { waiting: writableLength + buffered, left: bytesWritten - writableLength };
};

/** Something waits since then; it has left when so many bytes have. */
interface Wait {
  readonly since: number;
  readonly end: number;
}

/**
 * Finds the clients that do not take what they are sent: too much waits for them, or the same bytes wait for too long. A
 * client that takes much, and has always something on its way, is none of them.
 */
export class SlowConsumers {
  readonly #waits = new Map<Connection, Wait | undefined>();
  readonly #timer = setInterval(() => this.#sweep(), SWEEP).unref();

  constructor(
    private readonly limits: Pick<Limits, 'outgoingSize' | 'outgoingTime'>,
    private readonly close: (connection: Connection) => void,
  ) {}

  watch(connection: Connection): void {
    this.#waits.set(connection, undefined);
    connection.on('close', () => this.#waits.delete(connection));
    // A poll takes all that waited.
    connection.on('flush', () => {
      if (tcpOf(connection) === undefined) this.#waits.set(connection, undefined);
    });
  }

  /** To be called before more is written. */
  check(connection: Connection): void {
    const waiting = tcpOf(connection)?.writableLength ?? 0;
    if (waiting > this.limits.outgoingSize) this.#end(connection);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [connection, wait] of this.#waits) {
      const { waiting, left } = progressOf(connection);
      if (waiting > this.limits.outgoingSize) this.#end(connection);
      else if (waiting === 0) this.#waits.set(connection, undefined);
      else if (wait === undefined || left >= wait.end)
        this.#waits.set(connection, { since: now, end: left + waiting });
      else if (now - wait.since > this.limits.outgoingTime) this.#end(connection);
    }
  }

  #end(connection: Connection): void {
    if (this.#waits.delete(connection)) this.close(connection);
  }
}
