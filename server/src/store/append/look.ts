import { StoreError } from '../../ports/store';
import type { Executor } from '../prepared';
import type { Addressed } from './address';
import type { Known } from './known';
import type { Memory, Standing, Topic } from './memory';
import type { AppendQueries, Facts, Locked, Question } from './queries';

/** What is known about a batch, and about whom in it something was remembered in place of asked. */
export type Looked = Omit<Known, 'now' | 'pushDelay'> & { readonly remembered: boolean };

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

const nameOf = (app: string, key: string): string => `${app} ${key}`;

/**
 * A message that nothing is asked about. Its `cid` counts as new: if it is not, the index of those refuses the row, and the
 * transaction runs again without anything that was remembered.
 */
const factsOf = (at: number, { receiver }: Addressed, { friendship, reachable }: Standing): Facts => ({
  at,
  receiver: receiver.id,
  friendship,
  // One by one: this is made for every message, and a spread costs it as much as all else here.
  original: null,
  original_ts: null,
  original_type: null,
  original_digest: null,
  predecessor: 0,
  reachable,
});

const questionOf = (at: number, { message, receiver, speaker }: Addressed): Question => {
  const { app, sender, to, cid = null, after = null } = message;
  const user = sender?.kind === 'user' && to.kind === 'user' ? sender.id : null;
  return { at, app, speaker, kind: receiver.kind, receiver: receiver.id, user, cid, after };
};

/**
 * Whether it may be refused or be a repeat: it names another predecessor than what was said last, or is that itself, as from one who had
 * no answer.
 */
const isDoubtful = ({ message: { cid, after } }: Addressed, last: string | null): boolean =>
  (after !== undefined && after !== last) || (cid !== undefined && cid === last);

/** Locks, then looks: what was read before the lock may have changed while we waited for it. What is remembered needs neither. */
export const look = async (
  tx: Executor,
  queries: AppendQueries,
  memory: Memory,
  batch: readonly (Addressed | StoreError)[],
): Promise<Looked> => {
  memory.refresh();
  const names: string[] = [];
  const topics = new Map<string, Topic>();
  const keys = new Map<string, { app: string; key: string }>();
  const facts: Facts[] = [];
  const questions: Question[] = [];
  const last = new Map<Standing, string | null>();
  for (const [at, item] of batch.entries()) {
    if (item instanceof StoreError) continue;
    const name = nameOf(item.message.app, item.key);
    names[at] = name;
    const topic = topics.get(name) ?? memory.recall(name);
    if (topic === undefined) keys.set(name, { app: item.message.app, key: item.key });
    else topics.set(name, topic);
    const standing = topic?.standings.get(item.speaker);
    if (standing === undefined || isDoubtful(item, last.get(standing) ?? standing.last)) {
      questions.push(questionOf(at, item));
    } else {
      facts[at] = factsOf(at, item, standing);
      last.set(standing, item.message.cid ?? null);
    }
  }

  const locked = await queries.lock(tx, [...keys.values()]);
  for (const row of await queries.look(tx, questions)) facts[row.at] = row;
  const members = await membersOf(tx, queries, locked);
  for (const row of locked)
    topics.set(nameOf(row.app, row.key), {
      name: nameOf(row.app, row.key),
      conversation: row,
      members: members.get(row.id),
      standings: new Map(),
    });
  return {
    topic: (at) => topics.get(names[at] ?? ''),
    facts: (at) => facts[at] ?? { at, ...NOTHING_KNOWN },
    remembered: last.size > 0,
  };
};

/** Who is in the groups among these conversations now. */
const membersOf = async (
  tx: Executor,
  queries: AppendQueries,
  conversations: readonly Locked[],
): Promise<ReadonlyMap<number, ReadonlyMap<string, boolean>>> => {
  const groups = conversations.filter(({ key }) => key.startsWith('g:'));
  const members = new Map<number, Map<string, boolean>>();
  const rows = await queries.members(
    tx,
    groups.map(({ id }) => ({ conv: id })),
  );
  for (const { conv, member, reachable } of rows) {
    const list = members.get(conv);
    if (list === undefined) members.set(conv, new Map([[member, reachable === 1]]));
    else list.set(member, reachable === 1);
  }
  return members;
};
