import { randomBytes } from 'node:crypto';
import { ErrorCode, groupKey, roomKey } from 'rxim/protocol';
import { StoreError, type Attributes, type ChannelStore, type Room, type Search } from '../../ports/store';
import type { Database } from '../database';
import {
  attributeStore,
  changeAttributes,
  createEntity,
  deleteEntity,
  notFound,
  requireUsers,
} from '../entities/entities';
import { search } from '../entities/search';
import type { Connection } from '../prepared';
import { enter, leave, lockMembers, membersOf, type Membership } from './membership';

/** A row of a group or a room with those who are in it. */
export interface ChannelRow {
  readonly id: string;
  readonly owner: string | null;
  readonly attributes: Attributes;
  readonly ts: number;
  readonly members: readonly string[];
}

/** What a caller wants of a channel that it changes. */
export interface Change {
  readonly owner?: string | undefined;
  readonly members?: readonly string[] | undefined;
  readonly attributes?: Attributes | undefined;
  readonly max: number;
}

export interface Changed {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

type Kind = 'group' | 'room';

/** Groups and rooms: both are an object with attributes and members, and their members are those of a conversation. */
export const createChannels = <T extends Room>(
  database: Database,
  kind: Kind,
  shape: (row: ChannelRow) => T,
) => {
  const keyOf = kind === 'group' ? groupKey : roomKey;

  const load = async (db: Connection, app: string, ids: readonly string[]): Promise<T[]> => {
    if (ids.length === 0) return [];
    const rows = await db
      .selectFrom('entity')
      .where('app', '=', app)
      .where('kind', '=', kind)
      .where('id', 'in', ids)
      .select(['id', 'owner', 'attributes', 'ts', 'conv'])
      .execute();
    const members = await membersOf(
      db,
      rows.flatMap(({ conv }) => conv ?? []),
    );
    const channels = new Map(
      rows.map(({ conv, attributes, ...row }) => [
        row.id,
        shape({
          ...row,
          attributes: JSON.parse(attributes) as Attributes,
          members: members.get(conv ?? 0) ?? [],
        }),
      ]),
    );
    return ids.flatMap((id) => channels.get(id) ?? []);
  };

  /** Locks the channel's members. @throws StoreError NotFound */
  const lock = async (
    tx: Connection,
    app: string,
    id: string,
  ): Promise<Membership & { owner: string | null }> => {
    const membership = await lockMembers(tx, database, app, keyOf(id));
    // Read after the lock: it may have been deleted while we waited.
    const row = await tx
      .selectFrom('entity')
      .where('app', '=', app)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .select('owner')
      .executeTakeFirst();
    if (membership === undefined || row === undefined) throw notFound({ kind, id });
    return { ...membership, owner: row.owner };
  };

  const limitMembers = (count: number, max: number): void => {
    if (count > max) throw new StoreError(ErrorCode.MemberLimit, `a ${kind} holds at most ${max} members`);
  };

  const create = async (
    app: string,
    channel: {
      readonly owner?: string;
      readonly members: readonly string[];
      readonly attributes: Attributes;
      readonly max: number;
    },
  ): Promise<string> => {
    const { owner, attributes, max } = channel;
    const id = randomBytes(16).toString('hex');
    const members = unique(owner === undefined ? channel.members : [owner, ...channel.members]);
    limitMembers(members.length, max);
    await database.write(async (tx) => {
      await requireUsers(tx, app, members);
      const ts = database.now();
      const key = keyOf(id);
      const { id: conv } = await tx
        .insertInto('conversation')
        .values({ app, key, last_seq: 0, last_ts: 0, floor: 0, strangers: 0 })
        .returning('id')
        .executeTakeFirstOrThrow();
      await createEntity(tx, { app, kind, id }, attributes, ts, {
        conv,
        ...(owner === undefined ? {} : { owner }),
      });
      await enter(tx, { app, key, conv, last_seq: 0, last_ts: 0, members: [] }, members, ts);
    });
    return id;
  };

  const update = async (app: string, id: string, change: Change): Promise<Changed> =>
    database.write(async (tx) => {
      const membership = await lock(tx, app, id);
      const owner = change.owner ?? membership.owner;
      const wanted = unique([...(owner === null ? [] : [owner]), ...(change.members ?? membership.members)]);
      const added = without(wanted, membership.members);
      const removed = without(membership.members, wanted);
      limitMembers(wanted.length, added.length === 0 ? Infinity : change.max);
      await requireUsers(tx, app, added);
      await leave(tx, membership, removed);
      await enter(tx, membership, added, database.now());
      if (change.owner !== undefined) {
        await tx
          .updateTable('entity')
          .set({ owner: change.owner })
          .where('app', '=', app)
          .where('kind', '=', kind)
          .where('id', '=', id)
          .execute();
      }
      const { attributes } = change;
      if (attributes !== undefined) {
        await changeAttributes(tx, database, { app, kind, id }, (old) => ({ ...old, ...attributes }));
      }
      return { added, removed };
    });

  const store: ChannelStore<T> = {
    ...attributeStore(database, kind),

    get: (app, id) => database.read(async (tx) => (await load(tx, app, [id]))[0]),

    delete: (app, id) =>
      database.write(async (tx) => {
        const membership = await lock(tx, app, id);
        await leave(tx, membership, membership.members);
        await deleteEntity(tx, { app, kind, id });
        // What was said stays for those who have yet to read it; where nothing was, nothing stays.
        await tx
          .deleteFrom('conversation')
          .where('id', '=', membership.conv)
          .where('last_seq', '=', 0)
          .execute();
        return membership.members;
      }),

    addMembers: (app, id, members, max) =>
      database.write(async (tx) => {
        const membership = await lock(tx, app, id);
        const added = without(unique(members), membership.members);
        if (added.length > 0) limitMembers(membership.members.length + added.length, max);
        await requireUsers(tx, app, added);
        await enter(tx, membership, added, database.now());
        return added;
      }),

    removeMembers: (app, id, members) =>
      database.write(async (tx) => {
        const membership = await lock(tx, app, id);
        if (membership.owner !== null && members.includes(membership.owner)) {
          throw new StoreError(
            ErrorCode.NotPermitted,
            `${membership.owner} owns the group and cannot be removed`,
          );
        }
        const removed = membership.members.filter((member) => members.includes(member));
        await leave(tx, membership, removed);
        return removed;
      }),

    of: async (app, user) => {
      const prefix = keyOf('');
      const rows = await database.once((db) =>
        db
          .selectFrom('participant')
          .where('app', '=', app)
          .where('member', '=', `u:${user}`)
          .where('key', '>=', prefix)
          .where('key', '<', `${prefix}~`)
          .where('left_seq', 'is', null)
          .select('key')
          .orderBy('conv')
          .execute(),
      );
      return rows.map(({ key }) => key.slice(prefix.length));
    },

    search: (app, query: Search) =>
      database.read(async (tx) => load(tx, app, await search(tx, app, kind, query))),
  };

  return { store, create, update };
};

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
const without = (ids: readonly string[], others: readonly string[]): string[] => {
  const known = new Set(others);
  return ids.filter((id) => !known.has(id));
};
