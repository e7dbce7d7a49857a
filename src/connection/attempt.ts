import { Subscription, asyncScheduler, defer, take, throwIfEmpty, type Observable } from 'rxjs';
import {
  ImError,
  NetworkError,
  RefusedError,
  TimeoutError,
  isImError,
  retryAfterOf,
  unreadable,
} from '../errors';
import { ErrorCode, PONG, decodePacket, encodeConnect, encodeEvent } from '../protocol';
import type {
  Auth,
  Batch,
  Bye,
  ClientEventName,
  ClientEvents,
  Handshake,
  LoginSuccess,
  Packet,
  ServerEvent,
} from '../protocol';
import { openSocket, type Socket, type SocketHandlers, type WebSocketConstructor } from '../transport';
import { knows } from './known-events';
import { watchSilence, type Liveness } from './liveness';
import type { NetworkHints } from './network';
import type { ConnectionOptions } from './options';
import type { Session } from './state';
import type { SessionTokens } from './token';
import type { ConnectionEvent } from './transition';

/** What all attempts of a connection share. */
export interface AttemptParts extends Pick<ConnectionOptions, 'receive' | 'prepare' | 'report'> {
  readonly url: string;
  readonly WebSocket?: WebSocketConstructor | undefined;
  readonly attemptTimeout: number;
  readonly network: NetworkHints;
  readonly tokens: SessionTokens;
  /** What happens, while the attempt has not ended. */
  readonly happened: (event: ConnectionEvent) => void;
  /** Why it has ended, unless it was stopped. */
  readonly ended: (cause: ImError) => void;
}

/** Milliseconds in which the server must be heard after a hint that the network changed. */
const PROBE = 5_000;

const farewell = ({ reason, retryIn }: Bye): ImError =>
  reason === 'logout'
    ? new RefusedError(ErrorCode.NotPermitted, 'Logged out by the server')
    : new NetworkError(`The server said goodbye: ${reason}`, { retryAfter: retryIn });

/**
 * One attempt on one socket, and the session that it becomes: asks for credentials, opens the socket, logs in, prepares, lives.
 * Once it has ended, or was stopped, nothing of it is left, and callbacks that come late do nothing.
 */
export class Attempt implements SocketHandlers {
  readonly #parts: AttemptParts;
  /** The number of the login that it may become. */
  readonly #epoch: number;
  /** All that must not outlive the attempt. */
  readonly #held = new Subscription();
  #deadline = Subscription.EMPTY;
  #auth: Auth | undefined;
  #socket: Socket | undefined;
  #silenceLimit = 0;
  #liveness: Liveness | undefined;
  #session: Session | undefined;

  constructor(parts: AttemptParts, epoch: number) {
    this.#parts = parts;
    this.#epoch = epoch;
  }

  start(auth: () => Observable<Auth>): void {
    const { attemptTimeout } = this.#parts;
    this.#deadline = asyncScheduler.schedule(
      () => this.#abandon(new TimeoutError(`No login within ${attemptTimeout} ms`)),
      attemptTimeout,
    );
    this.#held.add(this.#deadline);
    const credentials$ = defer(auth).pipe(
      take(1),
      throwIfEmpty(() => new ImError('aborted', 'The credentials function gave none')),
    );
    this.#held.add(
      credentials$.subscribe({
        next: (given) => this.#open(given),
        error: (cause: unknown) =>
          this.#end(
            isImError(cause)
              ? cause
              : new ImError('unknown', 'The credentials function failed', { cause, retry: true }),
          ),
      }),
    );
  }

  stop(): void {
    this.#session = undefined;
    this.#held.unsubscribe();
  }

  /** Answers false while there is no session. */
  send<E extends ClientEventName>(name: E, payload: ClientEvents[E]): boolean {
    if (!this.#session) return false;
    this.#socket?.send(encodeEvent(name, payload));
    return true;
  }

  closed(cause: NetworkError): void {
    this.#end(cause);
  }

  frame(data: unknown): void {
    if (this.#held.closed) return;
    this.#liveness?.heard();
    let packet: Packet;
    try {
      packet = decodePacket(data);
    } catch (cause) {
      return this.#parts.report(unreadable(cause));
    }
    switch (packet.type) {
      case 'event':
        this.#read(packet);
        break;
      case 'ping':
        this.#socket?.send(PONG);
        break;
      case 'open':
        this.#enter(packet.handshake);
        break;
      case 'refused':
        this.#end(new RefusedError(ErrorCode.NotPermitted, packet.message));
        break;
      case 'disconnect':
      case 'close':
        this.#end(new NetworkError('The server closed the connection'));
        break;
      case 'connect': // The answer to the login follows.
      case 'noop':
    }
  }

  #open(auth: Auth): void {
    const { url, WebSocket } = this.#parts;
    this.#auth = auth;
    try {
      const socket = (this.#socket = openSocket(url, this, WebSocket));
      this.#held.add(() => socket.close());
    } catch (cause) {
      // No such URL, or a page that may not open it: trying again would not help.
      this.#end(new ImError('network', `No WebSocket at ${url}: ${String(cause)}`, { cause }));
    }
  }

  #enter({ pingInterval, pingTimeout }: Handshake): void {
    this.#silenceLimit = pingInterval + pingTimeout;
    this.#socket?.send(encodeConnect(this.#auth ?? {}));
    this.#parts.happened({ type: 'opened' });
  }

  /** An event of a newer server, which has no guard, is nothing to this client. */
  #read(event: { readonly name: string; readonly payload: unknown }): void {
    try {
      if (!knows(event.name, event.payload)) return;
    } catch (cause) {
      return this.#parts.report(unreadable(cause));
    }
    this.#event(event as ServerEvent);
  }

  /** Each for itself: one that cannot be read costs no other. */
  #batch(batch: Batch): void {
    for (const [name, payload] of batch) {
      // A subscriber may have ended the session over the one before.
      if (this.#held.closed) return;
      if (name !== 'batch') this.#read({ name, payload });
    }
  }

  #event(event: ServerEvent): void {
    switch (event.name) {
      case 'batch':
        this.#batch(event.payload);
        break;
      case 'login':
        if (event.payload.success) this.#begin(event.payload);
        else this.#end(new RefusedError(event.payload.error, event.payload.message));
        break;
      case 'bye':
        this.#end(farewell(event.payload));
        break;
      case 'token':
        this.#parts.tokens.receive(event.payload.token, event.payload.expiresIn);
        break;
      default:
        if (this.#session) this.#parts.receive(event, this.#session);
        else this.#parts.report(new ImError('protocol', `Event ${event.name} came before the login`));
    }
  }

  #begin(answer: LoginSuccess): void {
    if (this.#session || !this.#auth) return;
    const session: Session = {
      epoch: this.#epoch,
      self: { kind: 'passenger' in this.#auth ? 'guest' : 'user', id: answer.id },
      database: answer.epoch,
      secret: answer.secret,
      extended: answer.x !== undefined,
      limits: answer.limits,
    };
    this.#session = session;
    this.#deadline.unsubscribe();
    this.#watch(session);
    const { tokens } = this.#parts;
    this.#held.add(() => tokens.forget());
    if (answer.token !== undefined) tokens.receive(answer.token, answer.expiresIn);
    this.#parts.happened({ type: 'accepted', session });
    // Whoever was told may have disconnected.
    if (!this.#held.closed) this.#prepare(session);
  }

  #watch({ extended }: Session): void {
    const liveness = watchSilence(this.#silenceLimit, () =>
      this.#abandon(new NetworkError('The server is silent')),
    );
    this.#liveness = liveness;
    this.#held.add(() => liveness.stop());
    // In this direction Engine.IO has no ping; `renew` is the one event that is always answered.
    if (!extended) return;
    this.#held.add(
      this.#parts.network.hint$.subscribe(() => {
        if (this.send('renew', {})) liveness.expect(PROBE);
      }),
    );
  }

  #prepare(session: Session): void {
    this.#held.add(
      defer(() => this.#parts.prepare(session)).subscribe({
        error: (cause: unknown) =>
          this.#end(
            new NetworkError('The sync failed', {
              cause,
              retryAfter: retryAfterOf(cause),
            }),
          ),
        complete: () => {
          if (!this.#held.closed) this.#parts.happened({ type: 'prepared' });
        },
      }),
    );
  }

  /** Nobody answers on this socket, so nobody is waited for while it closes. */
  #abandon(cause: ImError): void {
    this.#socket?.terminate();
    this.#end(cause);
  }

  #end(cause: ImError): void {
    if (this.#held.closed) return;
    this.stop();
    this.#parts.ended(cause);
  }
}
