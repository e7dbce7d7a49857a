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
import { FrameGate, type Packet } from './frame-gate';
import { Outlet } from './outlet';
import { sharedListener } from './shared-listener';
import { SlowConsumers } from './slow-consumers';
import { SocketSession } from './socket-session';
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

/** How far a connection has come: not logged in, about to be, with good credentials, or in its session. */
type Stage = 'open' | 'arriving' | Outlet | SocketSession;

interface Place {
  stage: Stage;
  /** Where the connection counts, see `Admission`. */
  readonly address: string;
}

/** The realtime side: connections come, log in, speak, and are ended. */
export class Gateway {
  readonly #connections = new Map<Connection, Place>();
  readonly #says: RateLimiter | undefined;
  readonly #gate: FrameGate;
  readonly #slow: SlowConsumers;
  readonly #turn = new Turn<Outlet>((outlet, error) => {
    this.context.log.error({ err: error }, 'a client could not be written to');
    endConnection(outlet.socket.conn);
  });
  readonly #arrivals: ArrivalContext;
  /** End those that are not logged in in time. */
  readonly #overdue = new Map<Connection, NodeJS.Timeout>();
  #state: 'open' | 'closing' = 'open';

  readonly #onClose = sharedListener((connection: Connection) => this.#closed(connection));
  readonly #onPacket = sharedListener((connection: Connection, packet: Packet) => {
    const session = this.#sessionOf(connection);
    if (session !== undefined) this.#heard(session);
    this.#gate.see(connection, packet);
  });
  readonly #onPacketCreate = sharedListener((connection: Connection) => this.#outletOf(connection)?.flush());
  // A client may send an event of this name, so what comes with it may be anything and is not logged.
  readonly #onError = (): void => this.context.log.debug('a client sent what cannot be read');
  readonly #onSay = this.#listener((session, payload) => this.#say(session, payload));
  readonly #onRead = this.#listener((session, payload) => this.context.reads.mark(session, payload));
  readonly #onRenew = this.#listener((session) => this.#renew(session));
  readonly #onDisconnect = sharedListener((socket: Socket) => this.#disconnected(socket));

  constructor(private readonly context: GatewayContext) {
    const { io, config } = context;
    const { sayRate, sayBurst, frameRate, frameBurst } = config.limits;
    this.#says = config.rateLimits ? new RateLimiter(sayRate, sayBurst) : undefined;
    this.#gate = new FrameGate({
      rate: config.rateLimits ? new RateLimiter(frameRate / 60, frameBurst) : undefined,
      isLoggedIn: (connection) => this.#sessionOf(connection) !== undefined,
      flooded: (connection) => this.#end(connection, { reason: 'limit' }),
    });
    this.#slow = new SlowConsumers(config.limits, this.#connections, (connection) =>
      this.#end(connection, { reason: 'slow' }),
    );
    const openOutlet: ArrivalContext['openOutlet'] = (socket, understanding) =>
      this.#opened(new Outlet(socket, understanding, this.#turn, this.#slow));
    this.#arrivals = { ...context, openOutlet };
    io.engine.on('connection', (connection: Connection) => this.#connected(connection));
    io.engine.on('flush', (connection: Connection) => this.#slow.flushed(connection));
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
    const address = admission.enter(connection);
    if (address === undefined) {
      endConnection(connection);
      return;
    }
    metrics.connections.inc();
    this.#connections.set(connection, { stage: 'open', address });
    this.#overdue.set(
      connection,
      setTimeout(() => endConnection(connection), config.limits.loginTimeout),
    );
    connection.on('close', this.#onClose);
    connection.on('packet', this.#onPacket);
  }

  async #entered(socket: Socket): Promise<void> {
    socket.on('error', this.#onError);
    const place = this.#connections.get(socket.conn);
    // Socket.IO lets a client enter twice that does so in one go.
    if (place?.stage !== 'open') {
      endConnection(socket.conn);
      return;
    }
    place.stage = 'arriving';
    const session = await arrive(socket, this.#arrivals);
    if (session === undefined || !this.context.topics.has(session.outlet)) return;

    place.stage = session;
    this.#arrived(socket.conn);
    this.context.metrics.sessions.inc();
    this.context.whereabouts.changed(session.app, session.identity, session.notifyAll);
    this.#heard(session);
    socket.on('say', this.#onSay);
    socket.on('read', this.#onRead);
    socket.on('renew', this.#onRenew);
  }

  #opened(outlet: Outlet): Outlet {
    const { conn } = outlet.socket;
    const place = this.#connections.get(conn);
    if (place !== undefined) place.stage = outlet;
    conn.on('packetCreate', this.#onPacketCreate);
    outlet.socket.on('disconnect', this.#onDisconnect);
    return outlet;
  }

  #disconnected({ conn }: Socket): void {
    const { metrics, topics, whereabouts } = this.context;
    const outlet = this.#outletOf(conn);
    if (outlet !== undefined) topics.remove(outlet);
    const session = this.#sessionOf(conn);
    if (session === undefined) return;
    metrics.sessions.dec();
    // A server that restarts is no news of its users.
    if (this.#state === 'open') whereabouts.changed(session.app, session.identity, session.notifyAll);
    endConnection(conn);
  }

  #closed(connection: Connection): void {
    const { admission, metrics } = this.context;
    const place = this.#connections.get(connection);
    if (place === undefined) return;
    this.#arrived(connection);
    this.#slow.forget(connection);
    admission.leave(place.address);
    metrics.connections.dec();
    this.#connections.delete(connection);
  }

  #renew(session: SocketSession): void {
    this.context.tokens.issue(session.caller).then(
      (token) => session.send('token', token),
      (error: unknown) => this.context.log.error({ err: error }, 'a token could not be issued'),
    );
  }

  #heard({ app, identity }: SocketSession): void {
    this.context.attendance.heard(app, identity);
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
    const stage = this.#connections.get(connection)?.stage;
    return stage instanceof SocketSession ? stage : undefined;
  }

  #outletOf(connection: Connection): Outlet | undefined {
    const stage = this.#connections.get(connection)?.stage;
    return stage instanceof SocketSession ? stage.outlet : stage instanceof Outlet ? stage : undefined;
  }

  /** What a client says in its session. */
  #listener(hear: (session: SocketSession, payload: unknown) => void) {
    return sharedListener((socket: Socket, payload: unknown) => {
      const session = this.#sessionOf(socket.conn);
      if (session !== undefined) hear(session, payload);
    });
  }

  #end(connection: Connection, bye: Bye): void {
    const session = this.#sessionOf(connection);
    if (session === undefined) endConnection(connection);
    else session.end(bye);
  }
}
