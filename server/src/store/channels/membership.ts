import type { Database } from '../database';
import type { Connection } from '../prepared';

/** A conversation's end and its members, as they stand while it is locked. */
export interface Membership {
  readonly app: string;
  readonly key: string;
  readonly conv: number;
  readonly last_seq: number;
  readonly last_ts: number;
  /** User ids, in the order in which they came. */
  readonly members: readonly string[];
}

/** Current members of conversations: user ids, in the order in which they came. */
export const membersOf = async (
  db: Connection,
  convs: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> => {
  const members = new Map<number, string[]>(convs.map((conv) => [conv, []]));
  if (convs.length === 0) return members;
  const rows = await db
    .selectFrom('participant')
    .where('conv', 'in', convs)
    .where('left_seq', 'is', null)
    .select(['conv', 'member'])
    .orderBy('joined_ts')
    .orderBy('member')
    .execute();
  for (const { conv, member } of rows) members.get(conv)?.push(member.slice(2));
  return members;
};

/** Whoever changes members holds the lock that whoever writes a message holds: so every message knows its readers. */
export const lockMembers = async (
  tx: Connection,
  { dialect }: Database,
  app: string,
  key: string,
): Promise<Membership | undefined> => {
  const row = await tx
    .selectFrom('conversation')
    .where('app', '=', app)
    .where('key', '=', key)
    .select(['id', 'last_seq', 'last_ts'])
    .$if(dialect.rowLocks, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { id: conv, last_seq, last_ts } = row;
  const members = (await membersOf(tx, [conv])).get(conv) ?? [];
  return { app, key, conv, last_seq, last_ts, members };
};

/** Opens intervals: users read what is said from here on. */
export const enter = async (
  tx: Connection,
  { app, key, conv, last_seq }: Membership,
  users: readonly string[],
  now: number,
): Promise<void> => {
  if (users.length === 0) return;
  await tx
    .insertInto('participant')
    .values(
      users.map((user) => ({ app, member: `u:${user}`, key, conv, joined_seq: last_seq, joined_ts: now })),
    )
    .execute();
};

/** Closes intervals. One in which nothing was said leaves no trace: there is nothing to read in it. */
export const leave = async (
  tx: Connection,
  { conv, last_seq, last_ts }: Membership,
  users: readonly string[],
): Promise<void> => {
  if (users.length === 0) return;
  const names = users.map((user) => `u:${user}`);
  await tx
    .deleteFrom('participant')
    .where('conv', '=', conv)
    .where('member', 'in', names)
    .where('left_seq', 'is', null)
    .where('joined_seq', '=', last_seq)
    .execute();
  await tx
    .updateTable('participant')
    .set({ left_seq: last_seq, left_ts: last_ts })
    .where('conv', '=', conv)
    .where('member', 'in', names)
    .where('left_seq', 'is', null)
    .execute();
};
