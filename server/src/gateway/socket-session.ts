import type { Bye, Identity, ServerEventName, ServerEvents } from 'rxim/protocol';
import type { Socket } from 'socket.io';
import type { Caller } from '../services/caller';
import type { LoggedIn } from '../services/login/log-in';
import type { Session } from '../services/session';
import { endConnection } from './connection';
import { roomName } from './names';

/** A Socket.IO socket that has logged in. */
export class SocketSession implements Session {
  readonly id: string;
  readonly app: string;
  readonly identity: Identity;
  readonly extended: boolean;
  readonly notifyAll: boolean;

  constructor(
    private readonly socket: Socket,
    { app, identity, extended, notifyAll }: LoggedIn,
    /** What its tokens say. */
    readonly caller: Caller,
  ) {
    this.id = socket.id;
    this.app = app.id;
    this.identity = identity;
    this.extended = extended;
    this.notifyAll = notifyAll;
  }

  send<E extends ServerEventName>(event: E, payload: ServerEvents[E]): void {
    this.socket.emit(event, payload);
  }

  isIn(room: string): boolean {
    return this.socket.rooms.has(roomName(this.app, room));
  }

  /**
   * Ends the connection. The transport is closed without leaving the namespace first: a stock client takes that for a
   * broken connection and comes back, but takes being shown the door for good.
   */
  end(bye: Bye): void {
    if (this.extended) this.send('bye', bye);
    endConnection(this.socket.conn);
  }
}
