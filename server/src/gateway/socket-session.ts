import type { Bye, Identity, ServerEventName, ServerEvents } from 'rxim/protocol';
import type { Caller } from '../services/caller';
import type { LoggedIn } from '../services/login/log-in';
import type { Session } from '../services/session';
import { Announcement } from './announcement';
import { endConnection } from './connection';
import { roomName } from './names';
import type { Outlet } from './outlet';
import type { Topics } from './topics';

/** A Socket.IO socket that has logged in. */
export class SocketSession implements Session {
  readonly id: string;
  readonly app: string;
  readonly identity: Identity;
  readonly extended: boolean;
  readonly notifyAll: boolean;

  constructor(
    readonly outlet: Outlet,
    { app, identity, extended, notifyAll }: LoggedIn,
    /** What its tokens say. */
    readonly caller: Caller,
    private readonly topics: Topics,
  ) {
    this.id = outlet.socket.id;
    this.app = app.id;
    this.identity = identity;
    this.extended = extended;
    this.notifyAll = notifyAll;
  }

  send<E extends ServerEventName>(event: E, payload: ServerEvents[E]): void {
    this.outlet.say(new Announcement(event, payload));
  }

  isIn(room: string): boolean {
    return this.topics.hears(this.outlet, roomName(this.app, room));
  }

  /**
   * Ends the connection. The transport is closed without leaving the namespace first: a stock client takes that for a
   * broken connection and comes back, but takes being shown the door for good.
   */
  end(bye: Bye): void {
    if (this.extended) this.send('bye', bye);
    this.outlet.flush();
    endConnection(this.outlet.socket.conn);
  }
}
