import type { LoginAnswer } from '../../src/protocol';
import type { WebSocketConstructor, WebSocketLike } from '../../src/transport';

/** A WebSocket without a network: a spec plays its server. */
export class FakeSocket implements WebSocketLike {
  onmessage: WebSocketLike['onmessage'] = null;
  onclose: WebSocketLike['onclose'] = null;
  onerror: WebSocketLike['onerror'] = null;
  /** What the client sent. */
  readonly sent: string[] = [];
  /** How the client ended it. */
  ended: 'closed' | 'terminated' | undefined;

  constructor(readonly url: string) {}

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.ended ??= 'closed';
  }

  terminate(): void {
    this.ended ??= 'terminated';
  }

  /** The server sends a frame. */
  frame(data: unknown): void {
    this.onmessage?.({ data });
  }

  /** The server accepts the transport. */
  open(pingInterval = 25_000, pingTimeout = 20_000): void {
    this.frame(`0${JSON.stringify({ sid: 's', pingInterval, pingTimeout, maxPayload: 65_536 })}`);
  }

  event(name: string, payload: unknown): void {
    this.frame(`42/chat,${JSON.stringify([name, payload])}`);
  }

  /** The server answers the login. */
  login(answer: Partial<LoginAnswer> = {}): void {
    this.frame('40/chat,{"sid":"s"}');
    this.event('login', { success: true, id: 'alice', token: 'token-1', expiresIn: 3600, x: 1, ...answer });
  }

  /** The connection breaks. */
  drop(code = 1006, reason = ''): void {
    this.onclose?.({ code, reason });
  }

  /** Payloads of the events of this name that the client sent. */
  sentEvents(name: string): unknown[] {
    return this.sent
      .filter((text) => text.startsWith('42/chat,'))
      .map((text) => JSON.parse(text.slice('42/chat,'.length)) as [string, unknown])
      .filter(([sent]) => sent === name)
      .map(([, payload]) => payload);
  }

  /** The login that the client sent, if it did. */
  get auth(): unknown {
    const connect = this.sent.find((text) => text.startsWith('40/chat,'));
    return connect === undefined ? undefined : (JSON.parse(connect.slice('40/chat,'.length)) as unknown);
  }

  get isHeldByClient(): boolean {
    return this.ended === undefined && this.onclose !== null;
  }
}

export interface FakeSockets {
  readonly WebSocket: WebSocketConstructor;
  /** All that were ever opened, in order. */
  readonly sockets: readonly FakeSocket[];
  /** The newest. */
  readonly last: FakeSocket;
}

/** `play` is what the server does with each socket; `count` is 1 for the first. */
export const fakeSockets = (
  play: (socket: FakeSocket, count: number) => void = () => undefined,
): FakeSockets => {
  const sockets: FakeSocket[] = [];
  return {
    sockets,
    get last() {
      const last = sockets.at(-1);
      if (!last) throw new Error('No socket was opened');
      return last;
    },
    WebSocket: class extends FakeSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
        play(this, sockets.length);
      }
    },
  };
};
