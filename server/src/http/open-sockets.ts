import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The server's TCP connections, upgraded ones included, which it waits for without end when it closes. */
export class OpenSockets {
  readonly #open = new Set<Socket>();
  #released = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      if (this.#released) {
        socket.destroy();
        return;
      }
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
  }

  /**
   * Closes what nobody has asked anything on, now and from now on. Browsers open connections ahead of need, and Node takes one
   * whose first request is still to come for one that is busy.
   */
  releaseUnused(): void {
    this.#released = true;
    for (const socket of this.#open) if (socket.bytesRead === 0) socket.destroy();
  }

  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
