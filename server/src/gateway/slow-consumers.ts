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
  /** Those for which something waits, and those that were let go: few of many. */
  readonly #waits = new Map<Connection, Wait | 'ended'>();
  readonly #timer = setInterval(() => this.#sweep(), SWEEP).unref();

  constructor(
    private readonly limits: Pick<Limits, 'outgoingSize' | 'outgoingTime'>,
    private readonly connections: Pick<ReadonlyMap<Connection, unknown>, 'keys'>,
    private readonly close: (connection: Connection) => void,
  ) {}

  /** What Engine.IO's buffer held has left it. A poll takes all that waited. */
  flushed(connection: Connection): void {
    if (tcpOf(connection) === undefined) this.#wait(connection, undefined);
  }

  /** The connection is closed. */
  forget(connection: Connection): void {
    this.#waits.delete(connection);
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
    for (const connection of this.connections.keys()) {
      const wait = this.#waits.get(connection);
      if (wait === 'ended') continue;
      const { waiting, left } = progressOf(connection);
      if (waiting > this.limits.outgoingSize) this.#end(connection);
      else if (waiting === 0) this.#wait(connection, undefined);
      else if (wait === undefined || left >= wait.end)
        this.#wait(connection, { since: now, end: left + waiting });
      else if (now - wait.since > this.limits.outgoingTime) this.#end(connection);
    }
  }

  #wait(connection: Connection, wait: Wait | undefined): void {
    if (this.#waits.get(connection) === 'ended') return;
    if (wait === undefined) this.#waits.delete(connection);
    else this.#waits.set(connection, wait);
  }

  #end(connection: Connection): void {
    if (this.#waits.get(connection) === 'ended') return;
    this.#waits.set(connection, 'ended');
    this.close(connection);
  }
}
