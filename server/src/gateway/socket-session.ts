import type { Bye, Identity, ServerEventName, ServerEvents } from 'rxim/protocol';
import type { Socket } from 'socket.io';
import type { Caller } from '../services/caller';
import type { LoggedIn } from '../services/login/log-in';
import type { Session } from '../services/session';
import type { Batches } from './batches';
import { endConnection } from './connection';
import { roomName, sessionsOf } from './names';

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
    private readonly batches: Batches,
  ) {
    this.id = socket.id;
    this.app = app.id;
    this.identity = identity;
    this.extended = extended;
    this.notifyAll = notifyAll;
  }

  send<E extends ServerEventName>(event: E, payload: ServerEvents[E]): void {
    if (event === 'ack') {
      const reach = [sessionsOf(this.app, this.identity)];
      this.batches.add({ rooms: [this.id], except: [], reach }, event, payload);
      return;
    }
    this.batches.settle();
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
