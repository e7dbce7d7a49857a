import { io, type Socket } from 'socket.io-client';
import type { Ack, Refusal, Say } from 'rxim/protocol';
import type { ClientOptions } from 'rxim-server/testing';

/** A bare session that says exactly what it is told, in the frames of a stock Socket.IO client. */
export interface BareSession {
  say(say: Say): void;
  /** All answers so far. */
  readonly answers: readonly (Ack | Refusal)[];
  close(): void;
}

export const openSession = ({
  server,
  appId,
  clientKey,
  credentials,
}: ClientOptions): Promise<BareSession> => {
  const auth = { app: appId, key: clientKey, client: credentials.userId, x: 1 };
  const socket: Socket = io(`${server}/chat`, { auth, transports: ['websocket'], forceNew: true });
  const answers: (Ack | Refusal)[] = [];
  socket.on('ack', (answer: Ack | Refusal) => answers.push(answer));
  return new Promise((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('login', () => {
      resolve({ say: (say) => void socket.emit('say', say), answers, close: () => socket.close() });
    });
  });
};
