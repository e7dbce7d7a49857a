import { createServer, Server, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Admission } from '../../src/gateway/admission';
import { createSocketServer } from '../../src/gateway/socket-server';
import { DEFAULT_LIMITS } from '../../src/limits';
import type { Config } from '../../src/services/context';
import { heap } from '../support/heap';
import { newServer } from '../support/new-server';
import { rawLoggedIn } from '../support/raw-client';
import { connect } from '../support/stock-client';

/** Notes every request that asks for a WebSocket, without keeping it. */
const watchUpgrades = (): { readonly requests: WeakRef<IncomingMessage>[]; readonly restore: () => void } => {
  const { emit } = Server.prototype as { emit: (this: Server, event: string, ...args: unknown[]) => boolean };
  const requests: WeakRef<IncomingMessage>[] = [];
  Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]): boolean {
    if (event === 'upgrade') requests.push(new WeakRef(args[0] as IncomingMessage));
    return emit.call(this, event, ...args);
  };
  return { requests, restore: () => (Server.prototype.emit = emit) };
};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('What a connection keeps', () => {
  it('has no handshake request in it once it is logged in, be it a WebSocket from the start or after long polling', async () => {
    const upgrades = watchUpgrades();
    try {
      const server = await newServer();
      const raw = await rawLoggedIn(server, 'alice');
      const upgraded = connect(server, { client: 'bob', x: 1 }, { transports: ['polling', 'websocket'] });
      const upgrade = new Promise<void>((resolve) => {
        upgraded.socket.io.once('open', () => upgraded.socket.io.engine.once('upgrade', () => resolve()));
      });
      await upgraded.next('login');
      await upgrade;
      await upgraded.settled();
      expect(upgrades.requests).toHaveLength(2);
      await nextTurn();
      heap();
      expect(upgrades.requests.map((request) => request.deref() === undefined)).toEqual([true, true]);
      raw.socket.send('42/chat,["renew",{}]');
      await raw.event('token');
    } finally {
      upgrades.restore();
    }
  });

  it('has no rooms of Socket.IO in it', async () => {
    const http = createServer();
    const admission = { refusal: () => undefined } as unknown as Admission;
    const config = { limits: DEFAULT_LIMITS } as unknown as Config;
    const io = createSocketServer({ http, config, originAllowed: () => true, admission });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const namespace = io.of('/chat');
    const entered = new Promise<void>((resolve) => namespace.on('connection', () => resolve()));
    connect({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` } as never, {});
    await entered;
    expect([namespace.sockets.size, namespace.adapter.rooms.size, namespace.adapter.sids.size]).toEqual([
      1, 0, 0,
    ]);
    await io.close();
  });
});
