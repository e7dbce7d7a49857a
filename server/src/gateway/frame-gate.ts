import type { RateLimiter } from '../services/rate-limiter';
import { endConnection, type Connection } from './connection';

/** How a message begins, after Engine.IO has taken its digit away; any other frame counts as traffic. */
const SAY = '2/chat,["say"';
/** Socket.IO's packets with attachments. */
const BINARY = /^[56]/;

export interface FrameGateOptions {
  /** `undefined`: no rates. */
  readonly rate: RateLimiter | undefined;
  readonly flooded: (connection: Connection) => void;
}

/** What is seen of every frame before anything reads it. Frames are text, and what is no message is rare. */
export const gateFrames = (
  connection: Connection,
  key: string,
  { rate, flooded }: FrameGateOptions,
): void => {
  connection.on('packet', ({ type, data }: { type: string; data?: unknown }) => {
    if (type === 'message' && (typeof data !== 'string' || BINARY.test(data))) {
      endConnection(connection);
      return;
    }
    if (typeof data === 'string' && data.startsWith(SAY)) return;
    // There is nothing to refuse such a frame with, so a little too many are borne.
    if (rate?.take(key) === 'flood') flooded(connection);
  });
};
