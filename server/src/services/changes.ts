import { setTimeout as pause } from 'node:timers/promises';
import type { Change, Identity } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Hub } from '../ports/hub';
import type { Group, Room, Store } from '../ports/store';
import { onlineIn } from './online';

export interface ChangesOptions {
  readonly hub: Hub;
  readonly store: {
    readonly groups: Pick<Store['groups'], 'get'>;
    readonly rooms: Pick<Store['rooms'], 'get' | 'of'>;
  };
  readonly log: Logger;
}

type ChannelKind = 'group' | 'room';
/** What of a group or a room may be new. */
type Part = keyof NonNullable<Change['value']>;

const usersOf = (ids: readonly string[]): Identity[] => ids.map((id) => ({ kind: 'user', id }));

/**
 * Tells users that their friends, groups and rooms are not as they were. Who came or went hears it at once. What is new of a
 * group or a room is read and told one time after the other, so that the last word is the truth; between two of them is a
 * pause of a millisecond a member: a thousand who enter a room at once would otherwise be told a thousand lists of a thousand.
 */
export class Changes {
  /** What is still to be told of the groups and rooms that are being told of, or rest after that. */
  readonly #due = new Map<string, Set<Part>>();
  readonly #closing = new AbortController();

  constructor(private readonly options: ChangesOptions) {}

  befriended(app: string, one: string, other: string): void {
    this.#toPair(app, one, other, 'added');
  }

  unfriended(app: string, one: string, other: string): void {
    this.#toPair(app, one, other, 'removed');
  }

  /** These users are members from now on. */
  came(kind: ChannelKind, app: string, id: string, users: readonly string[]): void {
    this.options.hub.toIdentities(app, usersOf(users), 'change', { kind, id, op: 'added' });
  }

  /** These users are members no longer. */
  went(kind: ChannelKind, app: string, id: string, users: readonly string[]): void {
    this.options.hub.toIdentities(app, usersOf(users), 'change', { kind, id, op: 'removed' });
  }

  /** Members are to know what these parts are now. */
  updated(kind: ChannelKind, app: string, id: string, parts: readonly Part[]): void {
    if (parts.length === 0) return;
    const key = `${kind}/${app}/${id}`;
    const due = this.#due.get(key);
    if (due !== undefined) {
      for (const part of parts) due.add(part);
      return;
    }
    this.#due.set(key, new Set(parts));
    this.#tellAll(kind, app, id, key).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.options.log.error({ err: error }, 'a change could not be told');
    });
  }

  /** Those who came and went, and what that makes of the list. */
  moved(
    kind: ChannelKind,
    app: string,
    id: string,
    {
      added = [],
      removed = [],
    }: { readonly added?: readonly string[]; readonly removed?: readonly string[] },
  ): void {
    this.came(kind, app, id, added);
    this.went(kind, app, id, removed);
    if (added.length > 0 || removed.length > 0) this.updated(kind, app, id, ['members', 'online']);
  }

  /** This user came or went; rooms that tell who is there are to know. */
  async presence(app: string, user: string): Promise<void> {
    for (const id of await this.options.store.rooms.of(app, user)) this.updated('room', app, id, ['online']);
  }

  /** Tells nothing more. */
  close(): void {
    this.#closing.abort();
  }

  #toPair(app: string, one: string, other: string, op: Change['op']): void {
    const { hub } = this.options;
    hub.toIdentities(app, usersOf([one]), 'change', { kind: 'friend', id: other, op });
    hub.toIdentities(app, usersOf([other]), 'change', { kind: 'friend', id: one, op });
  }

  async #tellAll(kind: ChannelKind, app: string, id: string, key: string): Promise<void> {
    const { groups, rooms } = this.options.store;
    const { signal } = this.#closing;
    const due = this.#due.get(key) ?? new Set();
    try {
      while (due.size > 0) {
        const parts = [...due];
        due.clear();
        const channel = await (kind === 'group' ? groups : rooms).get(app, id);
        // Dissolved since, and its members know.
        if (channel === undefined) return;
        this.#tell(kind, app, channel, parts);
        await pause(channel.members.length, undefined, { ref: false, signal });
      }
    } finally {
      this.#due.delete(key);
    }
  }

  #tell(kind: ChannelKind, app: string, channel: Room | Group, parts: readonly Part[]): void {
    const { id, members, attributes } = channel;
    const owner = 'owner' in channel ? channel.owner : undefined;
    const now = {
      members,
      attributes,
      owner,
      online: kind === 'room' ? onlineIn(this.options, app, channel) : undefined,
    };
    const told = parts.filter((part) => now[part] !== undefined);
    if (told.length === 0) return;
    const value = Object.fromEntries(told.map((part) => [part, now[part]]));
    this.options.hub.toIdentities(app, usersOf(members), 'change', { kind, id, op: 'updated', value });
  }
}
