import { WebSocket } from 'ws';
import type { WebSocketConstructor } from 'rxim';

/** What a client does with sockets. */
export interface SocketCount {
  opened: number;
  /** Those that it has neither ended nor seen end. */
  live: number;
  /** The most that were ever live at the same time. */
  most: number;
}

/** A WebSocket that counts its instances. */
export const countedSockets = (
  count: SocketCount,
  Base: typeof WebSocket = WebSocket,
): WebSocketConstructor =>
  class extends Base {
    #isLive = true;

    constructor(url: string) {
      super(url);
      count.opened++;
      count.live++;
      count.most = Math.max(count.most, count.live);
      this.once('close', () => this.#ended());
    }

    override close(code?: number): void {
      this.#ended();
      super.close(code);
    }

    override terminate(): void {
      this.#ended();
      super.terminate();
    }

    #ended(): void {
      if (this.#isLive) count.live--;
      this.#isLive = false;
    }
  };
