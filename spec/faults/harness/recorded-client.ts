import {
  createIm,
  isImError,
  text,
  type Im,
  type ImError,
  type ImOptions,
  type Message,
  type Peer,
} from 'rxim';
import {
  PeerType,
  conversationKey,
  directKey,
  groupKey,
  roomKey,
  systemKey,
  type ConversationKey,
  type Identity,
} from 'rxim/protocol';
import type { WebSocket } from 'ws';
import type { History, Reader } from '../history';
import { countedSockets, type SocketCount } from './counted-sockets';

/** What a message is recognized by is the first word of its text. */
const idOf = (body: string | readonly string[]): string => body.toString().split(' ', 1)[0] ?? '';

export interface RecordedClientOptions {
  readonly history: History;
  readonly userId: string;
  /** @default 'phone' */
  readonly device?: string;
  readonly im: Omit<ImOptions, 'WebSocket'>;
  /** What its sockets are made of. */
  readonly sockets?: typeof WebSocket;
}

/** A client that writes down what its application says and hears. */
export class RecordedClient {
  readonly im: Im;
  readonly by: Reader;
  readonly sockets: SocketCount = { opened: 0, live: 0, most: 0 };
  readonly errors: ImError[] = [];
  /** Messages that are neither acknowledged nor given up. */
  open = 0;
  /** How often messages were put on the wire. */
  transmissions = 0;
  /** When the client was last told that a message is stored. */
  #sent = 0;
  readonly #self: Identity;
  readonly #history: History;

  constructor({ history, userId, device = 'phone', im, sockets }: RecordedClientOptions) {
    this.#history = history;
    this.#self = { kind: 'user', id: userId };
    this.by = { user: userId, device };
    this.im = createIm({ ...im, WebSocket: countedSockets(this.sockets, sockets) });
    this.im.message$.subscribe((message) => this.#read(this.#conversationOf(message), message));
    this.im.yourself$.subscribe((message) => this.#read(conversationKey(this.#self, message.to), message));
    this.im.sys$.subscribe((message) => this.#read(systemKey(this.#self), message));
    this.im.gaps$.subscribe(({ conv, from, to }) =>
      history.append({ type: 'gap', conv, by: this.by, from, to }),
    );
    this.im.errors$.subscribe((error) => this.errors.push(error));
  }

  get isOnline(): boolean {
    return this.im.state.name === 'online';
  }

  /** Connects; from here on the device must hear everything. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.im.connect().subscribe({ complete: resolve, error: reject });
    });
    this.#history.append({ type: 'listening', by: this.by });
  }

  /** Sends one message; `filling` makes it longer. Returns its id. */
  say(to: Peer, filling = ''): string {
    const { user, device } = this.by;
    const id = `${user}/${device}/${++this.#sent}`;
    this.#history.append({ type: 'sent', id, conv: conversationKey(this.#self, to), by: this.by });
    this.open++;
    this.im.send({ to, content: text(`${id} ${filling}`), cid: id }).subscribe({
      next: (delivery) => {
        if (delivery.state === 'sending') this.transmissions++;
        if (delivery.state !== 'sent') return;
        this.open--;
        this.#history.append({ type: 'acked', id, seq: delivery.seq ?? 0, ts: delivery.ts });
      },
      error: (error: unknown) => {
        this.open--;
        // With a word in place of a code nobody knows what became of it.
        const isRefusal = isImError(error) && typeof error.code === 'number';
        if (isRefusal) this.#history.append({ type: 'refused', id, why: error.message });
        else this.#history.append({ type: 'fault', what: `${id}: ${String(error)}` });
      },
    });
    return id;
  }

  #read(
    conv: ConversationKey,
    { content, seq = 0, ts }: { content: Message['content']; seq?: number; ts: number },
  ): void {
    this.#history.append({ type: 'read', id: idOf(content.body), conv, by: this.by, seq, ts });
  }

  #conversationOf({ from }: Message): ConversationKey {
    if (from.type === PeerType.Group) return groupKey(from.gid);
    if (from.type === PeerType.Room) return roomKey(from.gid);
    return directKey(this.#self, { kind: from.type === PeerType.Guest ? 'guest' : 'user', id: from.id });
  }
}

/** The users' ids. */
export const namesOf = (clients: readonly RecordedClient[]): readonly [string, ...string[]] =>
  clients.map(({ by }) => by.user) as [string, ...string[]];
