import type { Identity } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Hub } from '../ports/hub';
import type { FriendStore } from '../ports/store';
import type { Session } from './session';

/** Who believes a user to be online; `nobody` once it is offline. */
type Audience = 'nobody' | 'friends' | 'everyone';

/** What there is to know of one user. Read and written between awaits only, never across one. */
interface Announcement {
  /** Who has been told. */
  told: Audience;
  /** Who is to be told while there is a session. */
  wanted: Audience;
  state: 'telling' | 'settled';
}

export interface PresenceOptions {
  readonly hub: Pick<Hub, 'sessions' | 'toIdentities' | 'toAll'>;
  readonly friends: Pick<FriendStore, 'list'>;
  readonly log: Logger;
}

/**
 * Tells others when a user comes and goes: with the first session and after the last one. One announcement at a time a
 * user, each of what holds when the one before is done, so that the last word is always the truth.
 */
export class Presence {
  readonly #announcements = new Map<string, Announcement>();

  constructor(private readonly options: PresenceOptions) {}

  /** A session has begun or ended; the hub knows already. */
  async changed({ app, identity, notifyAll }: Session): Promise<void> {
    // Guests have no friends, and are nobody's.
    if (identity.kind === 'guest') return;
    const key = `${app}/${identity.id}`;
    const known = this.#announcements.get(key) ?? { told: 'nobody', wanted: 'friends', state: 'settled' };
    this.#announcements.set(key, known);
    if (notifyAll) known.wanted = 'everyone';
    if (known.state === 'telling') return;
    known.state = 'telling';
    try {
      while (this.#due(app, identity, known) !== known.told) await this.#announce(app, identity, known);
    } catch (error) {
      this.options.log.error({ err: error }, 'presence could not be announced');
    }
    known.state = 'settled';
    if (known.told === 'nobody') this.#announcements.delete(key);
  }

  #due(app: string, user: Identity, { wanted }: Announcement): Audience {
    return this.options.hub.sessions(app, user) > 0 ? wanted : 'nobody';
  }

  async #announce(app: string, user: Identity, known: Announcement): Promise<void> {
    const { hub, friends } = this.options;
    const ids = await friends.list(app, user.id);
    const told = ids.map((id): Identity => ({ kind: 'user', id }));
    const from = known.told;
    const to = this.#due(app, user, known);
    known.told = to;
    const word = to === 'nobody' ? 'offline' : 'online';
    if (from !== to && (from === 'nobody' || to === 'nobody')) hub.toIdentities(app, told, word, user.id);
    if (from !== to && (from === 'everyone' || to === 'everyone'))
      hub.toAll(app, `${word}_x`, user.id, [...told, user]);
  }
}
