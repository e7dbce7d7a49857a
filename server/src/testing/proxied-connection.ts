import { connect, type Socket } from 'node:net';
import { FrameFilter } from './frame-filter';
import { Pipe, type Faults } from './pipe';

/** How a connection ends: `fin` as if the other side had closed it in peace, `rst` as if it had crashed. */
export type Cut = 'fin' | 'rst';

/** One connection of a client through the proxy. */
export interface ProxiedConnection {
  /** Counts the connections of a proxy: 1, 2, 3 … */
  readonly id: number;
  /** It carries a WebSocket, and the server has answered the upgrade. */
  readonly isWebSocket: boolean;
  /** Ends it on both sides. @default 'rst' */
  cut(how?: Cut): void;
}

export interface ConnectionParts {
  readonly id: number;
  readonly client: Socket;
  readonly target: { readonly host: string; readonly port: number };
  readonly faults: () => Faults;
  /** The client's side has ended; called more than once. */
  readonly left: () => void;
  /** Both sides are closed. */
  readonly gone: () => void;
}

/** A client's socket, the socket to the server that belongs to it, and what flows between them. */
export class Connection implements ProxiedConnection {
  readonly id: number;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #filter: FrameFilter;
  readonly #pipes: readonly Pipe[];
  readonly #left: () => void;

  constructor({ id, client, target, faults, left, gone }: ConnectionParts) {
    this.id = id;
    this.#left = left;
    this.#client = client;
    const server = connect({ ...target, allowHalfOpen: true, noDelay: true });
    this.#server = server;
    this.#filter = new FrameFilter((text) => faults().isDropped(text));
    this.#pipes = [
      new Pipe({ direction: 'up', source: client, sink: server, faults }),
      new Pipe({
        direction: 'down',
        source: server,
        sink: client,
        faults,
        filter: (chunk) => this.#filter.push(chunk),
      }),
    ];
    const isolated = (): boolean => this.#pipes.some((pipe) => pipe.isTorn) || faults().swallowed.size > 0;
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      // What breaks on one side breaks on the other, unless nothing gets through.
      socket.on('error', () => {
        if (!isolated()) other.resetAndDestroy();
      });
      socket.on('close', () => {
        if (other.closed) gone();
      });
    }
    client.on('end', left).on('close', left);
  }

  get isWebSocket(): boolean {
    return this.#filter.isWebSocket;
  }

  cut(how: Cut = 'rst'): void {
    this.#left();
    for (const pipe of this.#pipes) pipe.stop();
    for (const socket of [this.#client, this.#server]) {
      if (how === 'rst') socket.resetAndDestroy();
      else socket.end();
    }
  }

  /** The faults have changed. A stream that lost bytes, or one of its ends, can't be mended: it breaks once this can be told. */
  refresh(faults: Faults): void {
    const broken = this.#pipes.some((pipe) => pipe.isTorn) || this.#client.closed || this.#server.closed;
    if (broken && faults.swallowed.size === 0) this.cut();
    else for (const pipe of this.#pipes) pipe.pump();
  }
}
