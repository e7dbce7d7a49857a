import { WebSocket } from 'ws';
import type { ClientOptions } from 'rxim-server/testing';
import { logIn } from './bare-socket';

const LARGEST = 64 * 1024;
const RESERVED = /^(connect|connect_error|disconnect|disconnecting|newListener|removeListener)$/;

/** Whether the server must bear the frame: it is an event, whatever its payload. All others may cost the socket. */
export const isHarmless = (frame: string): boolean => {
  if (!frame.startsWith('42/chat,[') || Buffer.byteLength(frame) > LARGEST) return false;
  try {
    const [name] = JSON.parse(frame.slice('42/chat,'.length)) as unknown[];
    return typeof name === 'string' && !RESERVED.test(name);
  } catch {
    return false;
  }
};

/** A bare WebSocket that logs in again whenever its frames have cost it its connection. */
export class Attacker {
  #socket: WebSocket | undefined;
  #probes = 0;
  /** Connections so far. */
  opened = 0;

  constructor(private readonly options: ClientOptions) {}

  /** Sends frames that the server must bear, and then one that it need not; resolves when it has read them all. */
  async send(harmless: readonly string[], last: string | undefined): Promise<void> {
    const socket = (this.#socket ??= await this.#enter());
    for (const frame of harmless) socket.send(frame);
    if (harmless.length > 0 && !(await this.#answers(socket)))
      throw new Error(
        `a frame that does no harm cost the socket:\n${harmless.map((frame) => frame.slice(0, 500)).join('\n')}`,
      );
    if (last === undefined) return;
    socket.send(last);
    if (await this.#answers(socket)) return;
    this.#socket = undefined;
  }

  close(): void {
    this.#socket?.terminate();
  }

  /** Whether the server still reads what comes: it refuses a message that is none, by its name. */
  async #answers(socket: WebSocket): Promise<boolean> {
    const cid = `probe-${this.#probes++}`;
    const answered = new Promise<boolean>((resolve) => {
      const settle = (answers: boolean): void => {
        socket.off('message', heard).off('close', closed);
        resolve(answers);
      };
      const heard = (data: Buffer): void => {
        if (data.includes(cid)) settle(true);
      };
      const closed = (): void => settle(false);
      socket.on('message', heard).on('close', closed);
      if (socket.readyState === WebSocket.CLOSED) settle(false);
    });
    socket.send(`42/chat,["say",{"cid":"${cid}"}]`, () => undefined);
    return answered;
  }

  #enter(): Promise<WebSocket> {
    this.opened++;
    return logIn(this.options);
  }
}
