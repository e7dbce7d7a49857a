import { PeerType } from 'rxim/protocol';
import { StoreError, type Appended, type NewMessage } from '../../ports/store';
import type { Database } from '../database';
import type { Connection } from '../prepared';
import { address, type Addressed } from './address';
import { decide, type Decision, type Known } from './decide';
import { appendQueries, type AppendQueries, type Locked, type Question, type Row } from './queries';

interface Said {
  readonly conv: number;
  readonly member: string;
  readonly seq: number;
}

const NOBODY: ReadonlySet<string> = new Set();
const NOTHING_KNOWN = {
  receiver: null,
  friendship: null,
  original: null,
  original_ts: null,
  original_type: null,
  original_digest: null,
  predecessor: null,
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

/** `MessageStore.append`: seven statements a batch however large it is; a few more with groups in it, or where conversations begin. */
export const createAppend = (database: Database) => {
  const queries = appendQueries(database);
  return async (messages: readonly NewMessage[]): Promise<readonly Appended[]> => {
    const batch = messages.map(addressed);
    for (;;) {
      const { answers, beginning } = await database.write(async (tx) => {
        const decision = decide(batch, await look(tx, queries, batch, database.now()));
        if (decision.beginning.length === 0) await store(tx, queries, decision);
        return decision;
      });
      if (beginning.length === 0) return answers;
      // In a transaction of its own: while we hold locks, waiting for somebody who begins the same one could be for ever.
      await database.write((tx) => begin(tx, queries, beginning, database.now()));
    }
  };
};

/** Locks, then looks: what was read before the lock may have changed while we waited for it. */
const look = async (
  tx: Connection,
  queries: AppendQueries,
  batch: readonly (Addressed | StoreError)[],
  now: number,
): Promise<Known> => {
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

  const members = new Map<number, Set<string>>();
  const groups = [...conversations.values()].filter(({ key }) => key.startsWith('g:'));
  for (const { conv, member } of await queries.members(
    tx,
    groups.map(({ id }) => ({ conv: id })),
  )) {
    const list = members.get(conv);
    if (list === undefined) members.set(conv, new Set([member]));
    else list.add(member);
  }
  return {
    now,
    conversation: ({ message: { app }, key }) => conversations.get(nameOf(app, key)),
    members: (conv) => members.get(conv) ?? NOBODY,
    facts: (at) => facts.get(at) ?? { at, ...NOTHING_KNOWN },
  };
};

const store = async (
  tx: Connection,
  queries: AppendQueries,
  { rows, ends, starts }: Decision,
): Promise<void> => {
  await queries.insert(tx, rows);
  await queries.advance(tx, ends);
  await queries.start(tx, starts);
  await queries.read(tx, saidInGroups(rows));
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
  tx: Connection,
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
