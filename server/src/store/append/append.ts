import { PeerType } from 'rxim/protocol';
import { StoreError, type Appended, type AppendOptions, type NewMessage } from '../../ports/store';
import type { Database } from '../database';
import type { Executor } from '../prepared';
import { address, type Addressed } from './address';
import { decide, type Decision } from './decide';
import type { Known } from './known';
import { look, topicOf } from './look';
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
const topicsAfter = (batch: Batch, known: Known, { answers, starts }: Decision): Map<string, Topic> => {
  const topics = new Map<string, Topic>();
  for (const [at, item] of batch.entries()) {
    const answer = answers[at];
    if (item instanceof StoreError || answer?.ok !== true || answer.dup) continue;
    const topic = known.topic(item);
    if (topic === undefined) continue;
    const { seq: last_seq, ts: last_ts } = answer;
    topic.conversation = { ...topic.conversation, last_seq, last_ts };
    const { friendship, reachable } = known.facts(at);
    topic.standings.set(item.speaker, { friendship, reachable, last: item.message.cid ?? null });
    topics.set(topicOf(item), topic);
  }
  for (const topic of topics.values()) {
    const start = starts.find(({ id }) => id === topic.conversation.id);
    if (start !== undefined) topic.conversation = { ...topic.conversation, oldest_keep: start.keep };
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
