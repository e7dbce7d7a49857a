import type { ConversationKey } from '../../src/protocol';
import type { Entry } from './history';

/** One stay in a conversation. Between asking and being answered nobody can tell on which side a message fell. */
interface Stay {
  readonly joining: number;
  joined: number;
  leaving: number;
  left: number;
}

const ALWAYS: Stay = { joining: -1, joined: -1, leaving: Infinity, left: Infinity };

/** Who was a member of what, and when, as far as a history tells. Places in the history are its times. */
export class Memberships {
  readonly #stays = new Map<string, Stay[]>();

  constructor(entries: readonly Entry[]) {
    entries.forEach((entry, at) => {
      if (entry.type === 'joining') {
        const stays = this.#of(entry.conv, entry.user);
        stays.push({ joining: at, joined: Infinity, leaving: Infinity, left: Infinity });
        this.#stays.set(`${entry.conv} ${entry.user}`, stays);
      } else if (entry.type === 'joined' || entry.type === 'leaving' || entry.type === 'left') {
        const stay = this.#of(entry.conv, entry.user).at(-1);
        if (!stay) throw new Error(`the history says ${entry.type} before joining`);
        stay[entry.type] = at;
      }
    });
  }

  /** A message that was sent at `from` and known to be stored by `to` may have fallen into a stay. */
  mayRead(conv: ConversationKey, user: string, from: number, to: number): boolean {
    return this.#of(conv, user).some(({ joining, left }) => joining < to && from < left);
  }

  /** It must have: whenever in between it was stored, the user was a member. */
  mustRead(conv: ConversationKey, user: string, from: number, to: number): boolean {
    return this.#of(conv, user).some(({ joined, leaving }) => joined < from && to < leaving);
  }

  /** Conversations of two, and with the system, have their members in their key for good. */
  #of(conv: ConversationKey, user: string): Stay[] {
    if (conv.startsWith('g:') || conv.startsWith('r:')) return this.#stays.get(`${conv} ${user}`) ?? [];
    return conv.split('|').some((part) => part.slice(part.lastIndexOf(':') + 1) === user) ? [ALWAYS] : [];
  }
}
