import type { Identity } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Hub } from '../ports/hub';
import type { FriendStore } from '../ports/store';
import type { Audience, Move } from './whereabouts';

/** What is being told of one user, and what is to be told next. */
interface News {
  from: Audience;
  to: Audience;
}

export interface PresenceOptions {
  readonly hub: Pick<Hub, 'toIdentities' | 'toAll'>;
  readonly friends: Pick<FriendStore, 'list'>;
  /** Rooms that tell who is there are to know that this user came or went. */
  readonly tellRooms: (app: string, user: string) => Promise<void>;
  readonly log: Logger;
}

/**
 * Tells others when a user comes and goes: with the first session and after the last one. One announcement at a time a
 * user, each of what holds when its audience is known, so that the last word is always the truth.
 */
export class Presence {
  readonly #news = new Map<string, News>();

  constructor(private readonly options: PresenceOptions) {}

  /** Who has to know of a user is not who had to before. */
  async moved({ app, identity, from, to }: Move): Promise<void> {
    // Guests have no friends, and are nobody's.
    if (identity.kind === 'guest') return;
    const key = `${app}/${identity.id}`;
    const telling = this.#news.get(key);
    if (telling !== undefined) {
      telling.to = to;
      return;
    }
    const news: News = { from, to };
    this.#news.set(key, news);
    try {
      while (news.from !== news.to) await this.#announce(app, identity, news);
    } catch (error) {
      this.options.log.error({ err: error }, 'presence could not be announced');
    }
    this.#news.delete(key);
  }

  async #announce(app: string, user: Identity, news: News): Promise<void> {
    const { hub, friends } = this.options;
    const ids = await friends.list(app, user.id);
    const { from, to } = news;
    news.from = to;
    if (from === to) return;
    const told = ids.map((id): Identity => ({ kind: 'user', id }));
    const word = to === 'nobody' ? 'offline' : 'online';
    const moved = from === 'nobody' || to === 'nobody';
    if (moved) hub.toIdentities(app, told, word, user.id);
    if (from === 'everyone' || to === 'everyone') hub.toAll(app, `${word}_x`, user.id, [...told, user]);
    if (moved) await this.options.tellRooms(app, user.id);
  }
}
