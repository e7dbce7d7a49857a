import { sql } from 'kysely';
import { PeerType, type ConversationKey, type Identity, type Peer } from 'rxim/protocol';
import type { Conversation, ConversationStore } from '../ports/store';
import type { Database } from './database';
import { memberIdentity, memberName } from './members';
import { COLUMNS, toMessage, type MessageRow } from './messages/rows';
import { prepare, type Connection } from './prepared';

/** Conversations of one answer, whatever was asked for. */
const MOST = 500;

/** What tells how far somebody has read. */
interface ReadRow {
  readonly key: ConversationKey;
  readonly floor: number;
  readonly joined_seq: number;
  readonly read_seq: number;
  readonly first_said: number;
  readonly second_said: number;
}

interface ListedRow extends ReadRow, Omit<MessageRow, 'seq' | 'ts'> {
  readonly last: number;
  /** Of the last message, if it is still there. */
  readonly seq: number | null;
  readonly ts: number | null;
}

/** The list of somebody's conversations: one statement, and a second one that tells friends from strangers. */
export const createConversationList = (database: Database): ConversationStore['list'] => {
  const read = listReader(database);
  return async (app, self, limit) =>
    database.read(async (tx) => {
      const member = memberName(self);
      const rows = await read(tx, { app, member, limit: Math.max(0, Math.min(limit, MOST)) });
      const others = new Map(rows.map(({ key }) => [key, otherOf(key, member)]));
      const friends = await friendsAmong(tx, app, self, [...others.values()]);
      return rows.map((row): Conversation => {
        const peer = peerOf(row.key, others.get(row.key), self, friends);
        const { seq, ts } = row;
        return {
          conv: row.key,
          ...(peer && { peer }),
          ...(seq !== null && ts !== null && { last: toMessage(row.key, { ...row, seq, ts }) }),
          seq: row.last,
          read: readOf(row, member),
        };
      });
    });
};

const listReader = ({ db }: Database) =>
  prepare<{ app: string; member: string; limit: number }, ListedRow>(({ app, member, limit }) => {
    const mine = db
      .selectFrom('participant as p')
      .innerJoin('conversation as c', 'c.id', 'p.conv')
      .where('p.app', '=', app)
      .where('p.member', '=', member)
      .where('p.left_seq', 'is', null)
      // Rooms have members and no messages.
      .where((row) => row.or([row('p.key', '<', 'r:'), row('p.key', '>=', 'r;')]))
      .select(['p.key', 'p.conv', 'p.joined_seq', 'p.read_seq', 'c.floor', 'c.first_said', 'c.second_said'])
      // Who came back and heard nothing since still sees what was said last before.
      .select((row) => {
        const before = row
          .selectFrom('participant as e')
          .whereRef('e.app', '=', 'p.app')
          .whereRef('e.member', '=', 'p.member')
          .whereRef('e.key', '=', 'p.key');
        const seq = before.select((e) => e.fn.max('e.left_seq').as('seq'));
        const ts = before.select((e) => e.fn.max('e.left_ts').as('ts'));
        return [
          sql<number | null>`case when c.last_seq > p.joined_seq then c.last_seq else ${seq} end`.as('last'),
          sql<number | null>`case when c.last_seq > p.joined_seq then c.last_ts else ${ts} end`.as('last_ts'),
        ];
      });
    const newest = db
      .selectFrom(mine.as('mine'))
      .selectAll()
      .where('last', 'is not', null)
      .orderBy('last_ts', 'desc')
      .orderBy('key')
      .limit(limit);
    return db
      .selectFrom(newest.as('n'))
      .leftJoin('message as m', (join) =>
        join.onRef('m.conv', '=', 'n.conv').onRef('m.seq', '=', 'n.last').onRef('m.seq', '>', 'n.floor'),
      )
      .select(['n.key', 'n.last', 'n.floor', 'n.joined_seq', 'n.read_seq', 'n.first_said', 'n.second_said'])
      .select(COLUMNS)
      .orderBy('n.last_ts', 'desc')
      .orderBy('n.key')
      .$castTo<ListedRow>();
  });

/** What was said before one came, and what is gone, there is nothing left to read of. */
export const readOf = (row: ReadRow, member: string): number => {
  const { key, read_seq, joined_seq, floor, first_said, second_said } = row;
  const first = key.startsWith(`${member}|`) ? first_said : 0;
  const second = key.endsWith(`|${member}`) ? second_said : 0;
  return Math.max(read_seq, joined_seq, floor, first, second);
};

/** Whom a conversation of two is with. */
const otherOf = (key: ConversationKey, member: string): Identity | undefined => {
  const [first, second] = key.split('|');
  if (first === undefined || second === undefined) return undefined;
  return memberIdentity(first === member ? second : first);
};

const friendsAmong = async (
  tx: Connection,
  app: string,
  self: Identity,
  others: readonly (Identity | undefined)[],
): Promise<ReadonlySet<string>> => {
  const users = others.flatMap((other) => (other?.kind === 'user' ? [other.id] : []));
  if (self.kind === 'guest' || users.length === 0) return new Set();
  const rows = await tx
    .selectFrom('friend')
    .where('app', '=', app)
    .where('self', '=', self.id)
    .where('other', 'in', users)
    .select('other')
    .execute();
  return new Set(rows.map(({ other }) => other));
};

/** Nobody answers the system. To a guest, every user is of one kind. */
const peerOf = (
  key: ConversationKey,
  other: Identity | undefined,
  self: Identity,
  friends: ReadonlySet<string>,
): Peer | undefined => {
  if (key.startsWith('g:')) return { id: key.slice(2), type: PeerType.Group };
  if (other === undefined) return undefined;
  const { kind, id } = other;
  if (kind === 'guest') return { id, type: PeerType.Guest };
  return { id, type: self.kind === 'guest' || friends.has(id) ? PeerType.Friend : PeerType.Stranger };
};
