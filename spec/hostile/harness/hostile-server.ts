import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

const HANDSHAKE = '0{"sid":"s","pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}';
const LOGIN = { success: true, id: 'alice', token: 't', expiresIn: 3600, x: 2, epoch: 'e' };

export interface HostileServerOptions {
  /** The next frames to send to whoever has logged in; none: it is over. */
  readonly frames: () => readonly string[];
  /** What to answer to any request over REST. */
  readonly answer: () => string;
}

/** A server that logs everybody in and then says what no server should. */
export class HostileServer {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  /** Frames that have left. */
  sent = 0;
  connections = 0;

  constructor({ frames, answer }: HostileServerOptions) {
    this.#http = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(answer());
    });
    this.#sockets = new WebSocketServer({ server: this.#http });
    this.#sockets.on('connection', (socket) => {
      this.connections++;
      socket.on('error', () => undefined);
      socket.on('message', (data: Buffer) => {
        if (data.toString('latin1', 0, 2) === '40') this.#attack(socket, frames);
      });
      socket.send(HANDSHAKE);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.#http.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    await new Promise((closed) => this.#http.close(closed));
  }

  #attack(socket: WebSocket, frames: HostileServerOptions['frames']): void {
    socket.send('40/chat,{"sid":"s"}');
    socket.send(`42/chat,${JSON.stringify(['login', LOGIN])}`);
    const more = (): void => {
      if (socket.readyState !== socket.OPEN) return;
      const burst = frames();
      for (const frame of burst) {
        this.sent++;
        socket.send(frame);
      }
      // The client answers before it gets more, so that what it left unread is not counted.
      if (burst.length > 0) socket.ping();
    };
    socket.on('pong', more);
    more();
  }
}
