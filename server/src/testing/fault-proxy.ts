import { createServer, type AddressInfo } from 'node:net';
import { NO_FAULTS, type Direction, type Faults } from './pipe';
import { Connection, type Cut, type ProxiedConnection } from './proxied-connection';

export interface FaultProxyOptions {
  /** Address of the server that the proxy stands in front of: `http://127.0.0.1:8787`. */
  readonly target: string;
}

/**
 * A TCP proxy on loopback that does to connections what networks do. Faults add up and hold, for connections that are open
 * and those to come, until `heal()`. One proxy a client tells clients apart.
 */
export interface FaultProxy extends AsyncDisposable {
  /** Address that clients are given in place of the server's. */
  readonly url: string;
  /** Connections of clients that are open now, oldest first. REST requests have theirs too. */
  readonly connections: readonly ProxiedConnection[];
  /** Ends every connection that is open now; new ones are welcome. @default 'rst' */
  cut(how?: Cut): void;
  /** Turns new connections away, as a server that is not there. */
  refuse(): void;
  /**
   * Bytes vanish while both sides believe that they are connected, as behind a network that forgot them. Connections that
   * lost bytes are reset by `heal()`.
   * @default in both directions
   */
  blackHole(direction?: Direction): void;
  /** Bytes take `ms` milliseconds longer; with `Infinity` they wait for `heal()` and then come all at once, as after a tunnel. */
  delay(ms: number, direction?: Direction): void;
  /** Bytes come one at a time. */
  dribble(): void;
  /** Text messages of the server for which this is true vanish from their WebSocket, all others pass; of a `batch`, each event is asked for as if it came alone. */
  drop(isDropped: (text: string) => boolean): void;
  /** Nothing is wrong any more. */
  heal(): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Acks of the server, for `drop()`: the message is stored, but its sender does not hear of it. */
export const isAck = (text: string): boolean => text.startsWith('42/chat,["ack"');

/**
 * Starts a fault proxy on a free port of 127.0.0.1.
 *
 * ```ts
 * const proxy = await createFaultProxy({ target: server.url });
 * const im = createIm({ ...server.clientOptions('alice'), server: proxy.url });
 * proxy.cut();
 * ```
 */
export const createFaultProxy = async ({ target }: FaultProxyOptions): Promise<FaultProxy> => {
  const { hostname, port } = new URL(target);
  const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || 80 };
  const open = new Map<number, Connection>();
  const all = new Set<Connection>();
  let faults = NO_FAULTS;
  let count = 0;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    // Whoever is turned away may be gone already.
    client.on('error', () => undefined);
    if (faults.refuse) return void client.resetAndDestroy();
    const id = ++count;
    const connection: Connection = new Connection({
      id,
      client,
      target: address,
      faults: () => faults,
      left: () => open.delete(id),
      gone: () => all.delete(connection),
    });
    open.set(id, connection);
    all.add(connection);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });

  const become = (change: Partial<Faults>): void => {
    faults = { ...faults, ...change };
    for (const connection of all) connection.refresh(faults);
  };
  const end = (how?: Cut): void => {
    for (const connection of all) connection.cut(how);
  };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      end();
    });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return [...open.values()];
    },
    cut: end,
    refuse: () => become({ refuse: true }),
    blackHole: (direction) =>
      become({ swallowed: new Set([...faults.swallowed, ...(direction ? [direction] : BOTH)]) }),
    delay: (ms, direction) =>
      become({ delay: { ...faults.delay, ...(direction ? { [direction]: ms } : { up: ms, down: ms }) } }),
    dribble: () => become({ dribble: true }),
    drop: (isDropped) => become({ isDropped }),
    heal: () => become(NO_FAULTS),
    close,
    [Symbol.asyncDispose]: close,
  };
};

const BOTH = ['up', 'down'] as const;
