import type { RateLimiter } from '../services/rate-limiter';
import { endConnection, type Connection } from './connection';

/** How a message begins, after Engine.IO has taken its digit away. Its sender's own rate counts it, once there is one. */
const SAY = '2/chat,["say"';
/** Socket.IO's packets with attachments. */
const BINARY = /^[56]/;

/** A packet of Engine.IO. */
export interface Packet {
  readonly type: string;
  readonly data?: unknown;
}

export interface FrameGateOptions {
  /** `undefined`: no rates. */
  readonly rate: RateLimiter | undefined;
  /** Who is not logged in can send no message. */
  readonly isLoggedIn: (connection: Connection) => boolean;
  readonly flooded: (connection: Connection) => void;
}

/** What is seen of every frame before anything reads it. Frames are text, and what is no message is rare. */
export class FrameGate {
  constructor(private readonly options: FrameGateOptions) {}

  see(connection: Connection, { type, data }: Packet): void {
    const { rate, isLoggedIn, flooded } = this.options;
    if (type === 'message' && (typeof data !== 'string' || BINARY.test(data))) {
      endConnection(connection);
      return;
    }
    if (typeof data === 'string' && data.startsWith(SAY) && isLoggedIn(connection)) return;
    // There is nothing to refuse such a frame with, so a little too many are borne.
    if (rate?.take((connection as unknown as { id: string }).id) === 'flood') flooded(connection);
  }
}
