import type { ConversationKey } from '../../src/protocol';
import type { Entry, Reader } from './history';
import { Memberships } from './memberships';

/** What is wrong, in the words of the promise that was broken. */
export type Broken =
  /** Stored, but an entitled device never read it. */
  | 'lost'
  /** A number that nobody can account for. */
  | 'hole'
  /** Read twice, stored twice, or told to the device that sent it. */
  | 'doubled'
  /** Not in the order of the numbers, or numbers not in the order of sending. */
  | 'disordered'
  /** Nobody sent it, not there, or it was refused. */
  | 'phantom'
  /** Read by somebody who was no member when it was said. */
  | 'trespass';

export interface Violation {
  readonly broken: Broken;
  readonly text: string;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly sent: number;
  readonly acked: number;
  readonly refused: number;
  readonly reads: number;
  /** Sent, and neither acknowledged nor refused at the end. */
  readonly unsettled: readonly string[];
}

type Of<T extends Entry['type']> = Extract<Entry, { type: T }> & { readonly at: number };

/** All that is known of one message. `at` is a place in the history. */
interface Message extends Omit<Of<'sent'>, 'type'> {
  /** By then it was stored, since somebody was told of it. */
  storedAt: number;
  seq: number | undefined;
  ts: number | undefined;
  acked: boolean;
  refused: boolean;
}

const nameOf = ({ user, device }: Reader): string => `${user}/${device}`;
const isStored = (conv: ConversationKey): boolean => !conv.startsWith('r:');

/**
 * Judges a finished history: what was acknowledged was read exactly once by every entitled device, there is no hole, each
 * conversation is in order, and nobody read what nobody sent or what was not for them. It presupposes that everybody who
 * listens has had the time to hear everything.
 */
export const check = (entries: readonly Entry[]): Verdict => new Checker(entries).verdict();

class Checker {
  readonly #violations: Violation[] = [];
  readonly #messages = new Map<string, Message>();
  readonly #listeners = new Map<string, Of<'listening'>>();
  /** By device and conversation, like the gaps. */
  readonly #reads = new Map<string, Of<'read'>[]>();
  readonly #gaps = new Map<string, Of<'gap'>[]>();
  readonly #wipes = new Map<ConversationKey, { from: number; to: number }[]>();
  readonly #byConversation = new Map<ConversationKey, Message[]>();
  readonly #memberships: Memberships;
  #readCount = 0;

  constructor(entries: readonly Entry[]) {
    this.#memberships = new Memberships(entries);
    entries.forEach((entry, at) => this.#take(entry, at));
  }

  verdict(): Verdict {
    for (const messages of this.#byConversation.values()) this.#checkNumbers(messages);
    for (const listener of this.#listeners.values()) {
      for (const [conv, messages] of this.#byConversation) this.#checkListener(listener, conv, messages);
    }
    const messages = [...this.#messages.values()];
    return {
      violations: this.#violations,
      sent: messages.length,
      acked: messages.filter(({ acked }) => acked).length,
      refused: messages.filter(({ refused }) => refused).length,
      reads: this.#readCount,
      unsettled: messages.filter(({ acked, refused }) => !acked && !refused).map(({ id }) => id),
    };
  }

  #broken(broken: Broken, text: string): void {
    this.#violations.push({ broken, text });
  }

  #take(entry: Entry, at: number): void {
    switch (entry.type) {
      case 'sent':
        this.#sent({ ...entry, at });
        break;
      case 'acked':
        this.#acked({ ...entry, at });
        break;
      case 'refused':
        this.#refused(entry.id);
        break;
      case 'read':
        this.#read({ ...entry, at });
        break;
      case 'gap':
        push(this.#gaps, `${nameOf(entry.by)} ${entry.conv}`, { ...entry, at });
        break;
      case 'listening':
        this.#listeners.set(nameOf(entry.by), { ...entry, at });
        break;
      case 'wiping':
        push(this.#wipes, entry.conv, { from: at, to: Infinity });
        break;
      case 'wiped': {
        const wipe = this.#wipes.get(entry.conv)?.at(-1);
        if (wipe) wipe.to = at;
      }
    }
  }

  #sent({ id, conv, by, at }: Of<'sent'>): void {
    if (this.#messages.has(id)) throw new Error(`the history has two messages with the id ${id}`);
    const message: Message = {
      id,
      conv,
      by,
      at,
      storedAt: Infinity,
      seq: undefined,
      ts: undefined,
      acked: false,
      refused: false,
    };
    this.#messages.set(id, message);
    push(this.#byConversation, conv, message);
  }

  #acked({ id, seq, ts, at }: Of<'acked'>): void {
    const message = this.#messages.get(id);
    if (message) {
      message.acked = true;
      this.#stored(message, seq, ts, at);
    } else this.#broken('phantom', `${id} was acknowledged, and nobody sent it`);
  }

  #refused(id: string): void {
    const message = this.#messages.get(id);
    if (message) message.refused = true;
    else this.#broken('phantom', `${id} was refused, and nobody sent it`);
  }

  #read(read: Of<'read'>): void {
    const { id, conv, by, seq, ts, at } = read;
    this.#readCount++;
    const name = nameOf(by);
    const message = this.#messages.get(id);
    if (!message) this.#broken('phantom', `${name} read ${id}, which nobody sent before`);
    else if (message.conv !== conv)
      this.#broken('phantom', `${name} read ${id} in ${conv}, not in ${message.conv}`);
    else if (nameOf(message.by) === name)
      this.#broken('doubled', `${name} read ${id}, which it had sent itself`);
    else {
      this.#stored(message, seq, ts, at);
      push(this.#reads, `${name} ${conv}`, read);
    }
  }

  /** Whoever is told of a message must be told the same. */
  #stored(message: Message, seq: number, ts: number, at: number): void {
    message.storedAt = Math.min(message.storedAt, at);
    message.seq ??= seq;
    message.ts ??= ts;
    if (isStored(message.conv) && (message.seq !== seq || message.ts !== ts)) {
      this.#broken('doubled', `${message.id} was stored as ${message.seq} and as ${seq}`);
    }
  }

  #checkNumbers(messages: readonly Message[]): void {
    const owners = new Map<number, Message>();
    const lastOf = new Map<string, Message>();
    for (const message of messages) {
      const { id, seq, by } = message;
      if (seq === undefined || !isStored(message.conv)) continue;
      const other = owners.get(seq);
      if (other)
        this.#broken('disordered', `${id} and ${other.id} are both number ${seq} of ${message.conv}`);
      owners.set(seq, message);
      const before = lastOf.get(nameOf(by));
      if (before && (before.seq ?? 0) > seq) {
        this.#broken(
          'disordered',
          `${id} was sent after ${before.id}, but is ${seq} and that one ${before.seq ?? 0}`,
        );
      }
      lastOf.set(nameOf(by), message);
    }
    const ordered = [...owners].sort(([a], [b]) => a - b).map(([, message]) => message);
    ordered.forEach((message, i) => {
      const before = ordered[i - 1];
      if (before && (before.ts ?? 0) >= (message.ts ?? 0)) {
        this.#broken('disordered', `${message.id} comes after ${before.id}, but its time does not`);
      }
    });
  }

  /** What one device read of one conversation. */
  #checkListener(listener: Of<'listening'>, conv: ConversationKey, messages: readonly Message[]): void {
    const name = nameOf(listener.by);
    const seen = new Set<string>();
    let last = 0;
    for (const { id, seq } of this.#reads.get(`${name} ${conv}`) ?? []) {
      if (seen.has(id)) this.#broken('doubled', `${name} read ${id} twice`);
      else if (isStored(conv) && seq <= last)
        this.#broken('disordered', `${name} read ${id}, number ${seq}, after ${last}`);
      seen.add(id);
      last = Math.max(last, seq);
      this.#checkRight(listener.by, id);
    }
    if (isStored(conv)) this.#checkMissing(listener, conv, messages, seen);
  }

  #checkRight(by: Reader, id: string): void {
    const message = this.#messages.get(id);
    if (!message) return;
    if (message.refused) this.#broken('phantom', `${nameOf(by)} read ${id}, which had been refused`);
    if (!this.#memberships.mayRead(message.conv, by.user, message.at, message.storedAt)) {
      this.#broken('trespass', `${nameOf(by)} read ${id} of ${message.conv} without having been a member`);
    }
  }

  #checkMissing(
    { by, at: since }: Of<'listening'>,
    conv: ConversationKey,
    messages: readonly Message[],
    seen: ReadonlySet<string>,
  ): void {
    const name = nameOf(by);
    const gaps = this.#gaps.get(`${name} ${conv}`) ?? [];
    const gapAt = (seq: number): Of<'gap'> | undefined =>
      gaps.find(({ from, to }) => from <= seq && seq <= to);
    /** Stored at some time between the two, it had to reach this device. */
    const entitled = (from: number, to: number): boolean =>
      from > since && this.#memberships.mustRead(conv, by.user, from, to);

    const known = messages
      .filter((message) => message.seq !== undefined)
      .sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    // An own message whose ack was lost for good has a number that its sender never learns.
    let ownUnknown = messages.filter(
      ({ by: sender, seq, refused }) => nameOf(sender) === name && seq === undefined && !refused,
    ).length;
    let before = { seq: 0, at: Math.min(...messages.map(({ at }) => at)) };
    for (const message of known) {
      const { id, at, storedAt, seq = 0 } = message;
      const missed = !seen.has(id) && nameOf(message.by) !== name;
      if (missed && entitled(at, storedAt) && !this.#wasWiped(message, gapAt(seq))) {
        this.#broken('lost', `${name} never read ${id}, number ${seq} of ${conv}`);
      }
      // Of two neighbours that are both there, everything between them must be accounted for by somebody.
      for (let missing = before.seq + 1; missing < seq && entitled(before.at, storedAt); missing++) {
        if (!gapAt(missing) && ownUnknown-- <= 0)
          this.#broken('hole', `${name} can't tell what number ${missing} of ${conv} is`);
      }
      before = { seq, at };
    }
  }

  /** The device was told so, and it may be true. */
  #wasWiped({ conv, at }: Message, gap: Of<'gap'> | undefined): boolean {
    return !!gap && (this.#wipes.get(conv) ?? []).some(({ from, to }) => at < to && from < gap.at);
  }
}

const push = <K, V>(lists: Map<K, V[]>, key: K, value: V): void => {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
};
