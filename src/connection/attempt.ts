import {
  Subscription,
  asyncScheduler,
  defer,
  take,
  throwIfEmpty,
  type Observable,
  type Observer,
} from 'rxjs';
import { ImError, NetworkError, RefusedError, TimeoutError, isImError } from '../errors';
import { ErrorCode, PONG, encodeConnect, encodeEvent } from '../protocol';
import type {
  Auth,
  Batch,
  Bye,
  ClientEventName,
  ClientEvents,
  Handshake,
  LoginSuccess,
  ServerEvent,
} from '../protocol';
import { openSocket, type Socket, type SocketHandlers, type WebSocketConstructor } from '../transport';
import { watchSilence, type Liveness } from './liveness';
import type { NetworkHints } from './network';
import { knows, readFrame, type Frame } from './read-frame';
import type { Session } from './state';
import type { SessionTokens } from './token';
import type { ConnectionEvent } from './transition';

export interface AttemptOptions {
  readonly url: string;
  readonly WebSocket: WebSocketConstructor | undefined;
  readonly auth: () => Observable<Auth>;
  readonly attemptTimeout: number;
  readonly network: NetworkHints;
  readonly tokens: SessionTokens;
  /** Numbers a login that has just succeeded. */
  readonly nextEpoch: () => number;
  readonly receive: (event: ServerEvent, session: Session) => void;
  readonly prepare: (session: Session) => Observable<unknown>;
  readonly report: (error: ImError) => void;
}

/** Milliseconds in which the server must be heard after a hint that the network changed. */
const PROBE = 5_000;

const retryAfterOf = (error: unknown): number | undefined =>
  isImError(error) ? error.retryAfter : undefined;

const farewell = ({ reason, retryIn }: Bye): ImError =>
  reason === 'logout'
    ? new RefusedError(ErrorCode.NotPermitted, 'Logged out by the server')
    : new NetworkError(`The server said goodbye: ${reason}`, { retryAfter: retryIn });

/**
 * One attempt on one socket, and the session that it becomes: asks for credentials, opens the socket, logs in, prepares, lives.
 * It tells its observer what happens and errors with the `ImError` that it ended for. By then, or once it was stopped, nothing
 * of it is left, and callbacks that come late do nothing.
 */
export class Attempt implements SocketHandlers {
  readonly #options: AttemptOptions;
  readonly #observer: Observer<ConnectionEvent>;
  /** All that must not outlive the attempt. */
  readonly #held = new Subscription();
  #deadline = Subscription.EMPTY;
  #auth: Auth | undefined;
  #socket: Socket | undefined;
  #silenceLimit = 0;
  #liveness: Liveness | undefined;
  #session: Session | undefined;

  constructor(options: AttemptOptions, observer: Observer<ConnectionEvent>) {
    this.#options = options;
    this.#observer = observer;
  }

  start(): void {
    const { attemptTimeout, auth } = this.#options;
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
    let frame: Frame;
    try {
      frame = readFrame(data);
    } catch (cause) {
      this.#unreadable(cause);
      return;
    }
    switch (frame.type) {
      case 'event':
        this.#event(frame);
        break;
      case 'ping':
        this.#socket?.send(PONG);
        break;
      case 'open':
        this.#enter(frame.handshake);
        break;
      case 'refused':
        this.#end(new RefusedError(ErrorCode.NotPermitted, frame.message));
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
    const { url, WebSocket } = this.#options;
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
    this.#observer.next({ type: 'opened' });
  }

  #unreadable(cause: unknown): void {
    this.#options.report(new ImError('protocol', (cause as Error).message, { cause }));
  }

  /** Each for itself: one that cannot be read costs no other. */
  #batch(batch: Batch): void {
    for (const [name, payload] of batch) {
      // A subscriber may have ended the session over the one before.
      if (this.#held.closed) return;
      let known = false;
      try {
        known = name !== 'batch' && knows(name, payload);
      } catch (cause) {
        this.#unreadable(cause);
      }
      if (known) this.#event({ name, payload } as ServerEvent);
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
        this.#options.tokens.receive(event.payload.token, event.payload.expiresIn);
        break;
      default:
        if (this.#session) this.#options.receive(event, this.#session);
        else this.#options.report(new ImError('protocol', `Event ${event.name} came before the login`));
    }
  }

  #begin(answer: LoginSuccess): void {
    if (this.#session || !this.#auth) return;
    const session: Session = {
      epoch: this.#options.nextEpoch(),
      self: { kind: 'passenger' in this.#auth ? 'guest' : 'user', id: answer.id },
      database: answer.epoch,
      secret: answer.secret,
      extended: answer.x !== undefined,
      limits: answer.limits,
    };
    this.#session = session;
    this.#deadline.unsubscribe();
    this.#watch(session);
    const { tokens } = this.#options;
    this.#held.add(() => tokens.forget());
    if (answer.token !== undefined) tokens.receive(answer.token, answer.expiresIn);
    this.#observer.next({ type: 'accepted', session });
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
      this.#options.network.hint$.subscribe(() => {
        if (this.send('renew', {})) liveness.expect(PROBE);
      }),
    );
  }

  #prepare(session: Session): void {
    this.#held.add(
      defer(() => this.#options.prepare(session)).subscribe({
        error: (cause: unknown) =>
          this.#end(
            new NetworkError('The sync failed', {
              cause,
              retryAfter: retryAfterOf(cause),
            }),
          ),
        complete: () => this.#observer.next({ type: 'prepared' }),
      }),
    );
  }

  /** Nobody answers on this socket, so nobody is waited for while it closes. */
  #abandon(cause: ImError): void {
    this.#socket?.terminate();
    this.#end(cause);
  }

  #end(cause: ImError): void {
    this.stop();
    this.#observer.error(cause);
  }
}
