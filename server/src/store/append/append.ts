import { PeerType } from 'rxim/protocol';
import { StoreError, type Appended, type AppendOptions, type NewMessage } from '../../ports/store';
import type { Database } from '../database';
import type { Executor } from '../prepared';
import { address, type Addressed } from './address';
import { decide, type Decision } from './decide';
import type { Known } from './known';
import { look } from './look';
import { Memory, type Topic } from './memory';
import { appendQueries, type AppendQueries, type Row } from './queries';

interface Said {
  readonly conv: number;
  readonly member: string;
  readonly seq: number;
}

type Batch = readonly (Addressed | StoreError)[];

const addressed = (message: NewMessage): Addressed | StoreError => {
  try {
    return address(message);
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
};

/**
 * `MessageStore.append`: seven statements a batch however large it is, but over SQLite a few more for a large one; and others with
 * groups in it, where conversations begin, or where devices of receivers are to be notified. Five where the answers are remembered.
 */
export const createAppend = (database: Database) => {
  const queries = appendQueries(database);
  const memory = new Memory(database.changes);

  const settle = async (tx: Executor, batch: Batch, pushDelay: number): Promise<Decision> => {
    const known = { ...(await look(tx, queries, memory, batch)), now: database.now(), pushDelay };
    const decision = decide(batch, known);
    if (known.remembered && !decision.answers.every(({ ok }) => ok)) {
      memory.forget();
      return settle(tx, batch, pushDelay);
    }
    if (decision.beginning.length > 0) return decision;
    await store(tx, queries, decision);
    memory.learn(topicsAfter(batch, known, decision));
    return decision;
  };

  return async (
    messages: readonly NewMessage[],
    { pushDelay = 0 }: AppendOptions = {},
  ): Promise<readonly Appended[]> => {
    const batch = messages.map(addressed);
    for (;;) {
      const { answers, beginning } = await database.writePrepared((tx) => settle(tx, batch, pushDelay));
      if (beginning.length === 0) return answers;
      // In a transaction of its own: while we hold locks, waiting for somebody who begins the same one could be for ever.
      await database.writePrepared((tx) => begin(tx, queries, beginning, database.now()));
    }
  };
};

/** The conversations that something was said in, as they are now. */
const topicsAfter = (batch: Batch, known: Known, { answers, ends, starts }: Decision): ReadonlySet<Topic> => {
  const topics = new Set<Topic>();
  for (const [at, item] of batch.entries()) {
    const topic = known.topic(at);
    const answer = answers[at];
    if (item instanceof StoreError || topic === undefined || answer?.ok !== true || answer.dup) continue;
    const last = item.message.cid ?? null;
    const standing = topic.standings.get(item.speaker);
    if (standing !== undefined) standing.last = last;
    else {
      const { friendship, reachable } = known.facts(at);
      topic.standings.set(item.speaker, { friendship, reachable, last });
    }
    topics.add(topic);
  }
  const byId = new Map([...topics].map((topic) => [topic.conversation.id, topic]));
  for (const { id, last_seq, last_ts } of ends) {
    const topic = byId.get(id);
    if (topic !== undefined) topic.conversation = { ...topic.conversation, last_seq, last_ts };
  }
  for (const { id, keep } of starts) {
    const topic = byId.get(id);
    if (topic !== undefined) topic.conversation = { ...topic.conversation, oldest_keep: keep };
  }
  return topics;
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
