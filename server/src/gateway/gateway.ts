import { ErrorCode, NAMESPACE, type Bye } from 'rxim/protocol';
import type { Server, Socket } from 'socket.io';
import type { AppendQueue } from '../services/append-queue';
import type { Delivery } from '../services/delivery';
import type { Metrics } from '../services/metrics';
import type { Attendance } from '../services/push/attendance';
import type { ReadPositions } from '../services/read-positions';
import { RateLimiter } from '../services/rate-limiter';
import type { Whereabouts } from '../services/whereabouts';
import type { Admission } from './admission';
import { arrive, type ArrivalContext } from './arrival';
import { endConnection, type Connection } from './connection';
import { gateFrames } from './frame-gate';
import { Outlet } from './outlet';
import { SlowConsumers } from './slow-consumers';
import type { SocketSession } from './socket-session';
import { Turn } from './turn';

export interface GatewayContext extends Omit<ArrivalContext, 'openOutlet'> {
  readonly io: Server;
  readonly admission: Admission;
  readonly queue: AppendQueue;
  readonly delivery: Delivery;
  readonly reads: ReadPositions;
  readonly whereabouts: Whereabouts;
  readonly attendance: Attendance;
  readonly metrics: Metrics;
}

/** How far a connection has come: not logged in, about to be, or in its session. */
type Stage = 'open' | 'arriving' | SocketSession;

/** The realtime side: connections come, log in, speak, and are ended. */
export class Gateway {
  readonly #connections = new Map<Connection, Stage>();
  readonly #says: RateLimiter | undefined;
  readonly #frames: RateLimiter | undefined;
  readonly #slow: SlowConsumers;
  readonly #turn = new Turn<Outlet>((outlet, error) => {
    this.context.log.error({ err: error }, 'a client could not be written to');
    endConnection(outlet.socket.conn);
  });
  readonly #arrivals: ArrivalContext;
  /** End those that are not logged in in time. */
  readonly #overdue = new Map<Connection, NodeJS.Timeout>();
  #state: 'open' | 'closing' = 'open';

  constructor(private readonly context: GatewayContext) {
    const { io, config } = context;
    const { sayRate, sayBurst, frameRate, frameBurst } = config.limits;
    this.#says = config.rateLimits ? new RateLimiter(sayRate, sayBurst) : undefined;
    this.#frames = config.rateLimits ? new RateLimiter(frameRate / 60, frameBurst) : undefined;
    this.#slow = new SlowConsumers(config.limits, (connection) => this.#end(connection, { reason: 'slow' }));
    const openOutlet: ArrivalContext['openOutlet'] = (socket, understanding) =>
      new Outlet(socket, understanding, this.#turn, this.#slow);
    this.#arrivals = { ...context, openOutlet };
    io.engine.on('connection', (connection: Connection) => this.#connected(connection));
    io.of(NAMESPACE).on('connection', (socket) => void this.#entered(socket));
  }

  /**
   * Answers what was taken, then ends every connection; clients are told to come back, each at a moment of its own.
   * Resolves when all are gone.
   */
  async close(): Promise<void> {
    const { admission, queue, reads, config } = this.context;
    this.#state = 'closing';
    admission.close();
    await Promise.all([queue.drain(), reads.drain()]);
    this.#slow.stop();
    const connections = [...this.#connections.keys()];
    const gone = connections.map(
      (connection) => new Promise<void>((resolve) => void connection.once('close', resolve)),
    );
    for (const connection of connections) {
      const retryIn = Math.round(Math.random() * config.limits.restartSpread);
      this.#end(connection, { reason: 'restart', retryIn });
    }
    await Promise.all(gone);
  }

  /** Writes what clients have been told in this turn, without waiting for its end. */
  flush(): void {
    this.#turn.end();
  }

  /** Ends what `close` still waits for. */
  abort(): void {
    this.context.io.engine.close();
  }

  #connected(connection: Connection): void {
    const { admission, metrics, config } = this.context;
    if (!admission.enter(connection)) {
      endConnection(connection);
      return;
    }
    metrics.connections.inc();
    this.#connections.set(connection, 'open');
    this.#overdue.set(
      connection,
      setTimeout(() => endConnection(connection), config.limits.loginTimeout),
    );
    connection.on('close', () => {
      this.#arrived(connection);
      metrics.connections.dec();
      this.#connections.delete(connection);
    });
    gateFrames(connection, (connection as unknown as { id: string }).id, {
      rate: this.#frames,
      isLoggedIn: () => this.#sessionOf(connection) !== undefined,
      flooded: () => this.#end(connection, { reason: 'limit' }),
    });
    this.#slow.watch(connection);
  }

  async #entered(socket: Socket): Promise<void> {
    const { log, metrics, reads, tokens, whereabouts } = this.context;
    // A client may send an event of this name, so what comes with it may be anything and is not logged.
    socket.on('error', () => log.debug('a client sent what cannot be read'));
    // Socket.IO lets a client enter twice that does so in one go.
    if (this.#connections.get(socket.conn) !== 'open') {
      endConnection(socket.conn);
      return;
    }
    this.#connections.set(socket.conn, 'arriving');
    const session = await arrive(socket, this.#arrivals);
    if (session === undefined) return;

    this.#connections.set(socket.conn, session);
    this.#arrived(socket.conn);
    metrics.sessions.inc();
    const { app, identity, notifyAll } = session;
    whereabouts.changed(app, identity, notifyAll);
    const heard = (): void => this.context.attendance.heard(app, identity);
    heard();
    socket.conn.on('heartbeat', heard);
    socket.on('say', (payload: unknown) => {
      heard();
      this.#say(session, payload);
    });
    socket.on('read', (payload: unknown) => {
      heard();
      reads.mark(session, payload);
    });
    socket.on('renew', () => {
      tokens.issue(session.caller).then(
        (token) => session.send('token', token),
        (error: unknown) => log.error({ err: error }, 'a token could not be issued'),
      );
    });
    socket.on('disconnect', () => {
      metrics.sessions.dec();
      // A server that restarts is no news of its users.
      if (this.#state === 'open') whereabouts.changed(app, identity, notifyAll);
      endConnection(socket.conn);
    });
  }

  /** Nothing is overdue any more. */
  #arrived(connection: Connection): void {
    clearTimeout(this.#overdue.get(connection));
    this.#overdue.delete(connection);
  }

  #say(session: SocketSession, payload: unknown): void {
    const { app, identity } = session;
    const verdict = this.#says?.take(`${app}/${identity.kind}/${identity.id}`) ?? 'within';
    if (verdict === 'within') this.context.delivery.say(session, payload);
    else if (verdict === 'over') this.context.delivery.refuse(session, payload, ErrorCode.TooManyRequests);
    else session.end({ reason: 'limit' });
  }

  #sessionOf(connection: Connection): SocketSession | undefined {
    const stage = this.#connections.get(connection);
    return typeof stage === 'object' ? stage : undefined;
  }

  #end(connection: Connection, bye: Bye): void {
    const session = this.#sessionOf(connection);
    if (session === undefined) endConnection(connection);
    else session.end(bye);
  }
}
