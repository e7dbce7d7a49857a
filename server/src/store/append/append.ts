import { PeerType } from 'rxim/protocol';
import { StoreError, type Appended, type AppendOptions, type NewMessage } from '../../ports/store';
import type { Database } from '../database';
import type { Executor } from '../prepared';
import { address, type Addressed } from './address';
import { decide, type Decision } from './decide';
import type { Known } from './known';
import { appendQueries, type AppendQueries, type Locked, type Question, type Row } from './queries';

interface Said {
  readonly conv: number;
  readonly member: string;
  readonly seq: number;
}

const NOBODY: ReadonlyMap<string, boolean> = new Map();
const NOTHING_KNOWN = {
  receiver: null,
  friendship: null,
  original: null,
  original_ts: null,
  original_type: null,
  original_digest: null,
  predecessor: null,
  reachable: 0,
};

const addressed = (message: NewMessage): Addressed | StoreError => {
  try {
    return address(message);
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
};

const nameOf = (app: string, key: string): string => `${app} ${key}`;

/**
 * `MessageStore.append`: seven statements a batch however large it is, but over SQLite a few more for a large one; and others with
 * groups in it, where conversations begin, or where devices of receivers are to be notified.
 */
export const createAppend = (database: Database) => {
  const queries = appendQueries(database);
  return async (
    messages: readonly NewMessage[],
    { pushDelay = 0 }: AppendOptions = {},
  ): Promise<readonly Appended[]> => {
    const batch = messages.map(addressed);
    for (;;) {
      const { answers, beginning } = await database.writePrepared(async (tx) => {
        const decision = decide(batch, {
          ...(await look(tx, queries, batch)),
          now: database.now(),
          pushDelay,
        });
        if (decision.beginning.length === 0) await store(tx, queries, decision);
        return decision;
      });
      if (beginning.length === 0) return answers;
      // In a transaction of its own: while we hold locks, waiting for somebody who begins the same one could be for ever.
      await database.writePrepared((tx) => begin(tx, queries, beginning, database.now()));
    }
  };
};

/** Locks, then looks: what was read before the lock may have changed while we waited for it. */
const look = async (
  tx: Executor,
  queries: AppendQueries,
  batch: readonly (Addressed | StoreError)[],
): Promise<Omit<Known, 'now' | 'pushDelay'>> => {
  const keys = new Map<string, { app: string; key: string }>();
  const questions: Question[] = [];
  for (const [at, item] of batch.entries()) {
    if (item instanceof StoreError) continue;
    const { app, sender, to, cid = null, after = null } = item.message;
    keys.set(nameOf(app, item.key), { app, key: item.key });
    const user = sender?.kind === 'user' && to.kind === 'user' ? sender.id : null;
    const { kind, id: receiver } = item.receiver;
    questions.push({ at, app, speaker: item.speaker, kind, receiver, user, cid, after });
  }
  const conversations = new Map<string, Locked>();
  for (const row of await queries.lock(tx, [...keys.values()])) {
    conversations.set(nameOf(row.app, row.key), row);
  }
  const facts = new Map((await queries.look(tx, questions)).map((row) => [row.at, row]));

  const members = new Map<number, Map<string, boolean>>();
  const groups = [...conversations.values()].filter(({ key }) => key.startsWith('g:'));
  for (const { conv, member, reachable } of await queries.members(
    tx,
    groups.map(({ id }) => ({ conv: id })),
  )) {
    const list = members.get(conv);
    if (list === undefined) members.set(conv, new Map([[member, reachable === 1]]));
    else list.set(member, reachable === 1);
  }
  return {
    conversation: ({ message: { app }, key }) => conversations.get(nameOf(app, key)),
    members: (conv) => members.get(conv) ?? NOBODY,
    facts: (at) => facts.get(at) ?? { at, ...NOTHING_KNOWN },
  };
};

const store = async (
  tx: Executor,
  queries: AppendQueries,
  { rows, ends, starts, notices }: Decision,
): Promise<void> => {
  await queries.insert(tx, rows);
  await queries.advance(tx, ends);
  await queries.start(tx, starts);
  await queries.read(tx, saidInGroups(rows));
  await queries.notify(tx, notices);
};

/** What each member said last in each group. */
const saidInGroups = (rows: readonly Row[]): Said[] => {
  const last = new Map<string, Said>();
  for (const { conv, speaker, seq, to_type } of rows) {
    if (to_type === PeerType.Group && speaker !== null)
      last.set(`${conv} ${speaker}`, { conv, member: speaker, seq });
  }
  return [...last.values()];
};

const begin = async (
  tx: Executor,
  queries: AppendQueries,
  beginning: readonly Addressed[],
  now: number,
): Promise<void> => {
  const keys = beginning.map(({ message: { app }, key }) => ({ app, key }));
  await queries.begin(tx, keys);
  const parties = beginning.flatMap(({ message: { app }, key, parties: members }) =>
    members.map((member) => ({ app, key, member, now })),
  );
  await queries.enrol(tx, parties);
};
