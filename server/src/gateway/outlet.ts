import type { Socket as TcpSocket } from 'node:net';
import type { Socket } from 'socket.io';
import type { Announcement } from './announcement';
import type { Chain } from './chain';
import { directTcpOf } from './connection';
import type { SlowConsumers } from './slow-consumers';
import type { Turn } from './turn';

/** Events that clients of 2016 must never see. */
const EXTENSIONS: ReadonlySet<string> = new Set(['resync', 'bye', 'change', 'read']);

/** What the client of a socket understands. */
export interface Understanding {
  readonly extended: boolean;
  readonly batches: boolean;
}

/**
 * The way to the client of one socket. What it says in a turn leaves in one write, straight into the TCP connection: Socket.IO's
 * way there, through client and Engine.IO, costs several times what the frame does. Everything else still takes that way, be it
 * pings, the login or a goodbye, and so does this while long polling is what there is, or while something waits in Engine.IO's buffer.
 */
export class Outlet {
  /** What waits for the end of the turn. */
  #said: Chain | undefined;
  /** What it hears, which `Topics` writes; `undefined` before it was added there and after it was removed. */
  topics: readonly string[] | undefined;

  constructor(
    readonly socket: Socket,
    private readonly understands: Understanding,
    private readonly turn: Turn<Outlet>,
    private readonly slow: Pick<SlowConsumers, 'check'>,
  ) {}

  /** Announced twice in a row, as to one who is in two audiences, it is said once. */
  say(announcement: Announcement): void {
    if (this.#said?.announcement === announcement) return;
    if (!this.understands.extended && EXTENSIONS.has(announcement.event)) return;
    this.#said = (this.#said ?? this.turn.enter(this)).then(announcement);
  }

  /** Writes what was said, without waiting for the end of the turn: Engine.IO may be about to take a packet, which must not overtake it. */
  flush(): void {
    const said = this.#said;
    if (said === undefined) return;
    this.#said = undefined;
    this.slow.check(this.socket.conn);
    const tcp = directTcpOf(this.socket.conn);
    if (tcp !== undefined) write(tcp, this.understands.batches ? said.batches : said.singles);
    else this.#hand(said.texts(this.understands.batches));
  }

  /** Gives it to Engine.IO, which puts its own digit before it and drops it if the connection is about to end. */
  #hand(texts: readonly string[]): void {
    for (const text of texts) this.socket.conn.write(text.slice(1), { compress: false });
  }
}

const write = (tcp: TcpSocket, frames: readonly Buffer[]): void => {
  if (frames.length > 1) {
    tcp.cork();
    for (const frame of frames) tcp.write(frame);
    tcp.uncork();
  } else if (frames[0] !== undefined) tcp.write(frames[0]);
};
