import { PeerType } from 'rxim/protocol';
import { StoreError, type Appended, type NewMessage } from '../../ports/store';
import type { Database } from '../database';
import { json, type Connection } from '../prepared';
import { address, type Addressed } from './address';
import { decide, type Decision, type Known } from './decide';
import { appendQueries, type AppendQueries, type Locked, type Row } from './queries';

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
  const keys = new Map<string, [app: string, key: string]>();
  const messages: (string | number | null)[][] = [];
  for (const [at, item] of batch.entries()) {
    if (item instanceof StoreError) continue;
    const { app, sender, to, cid = null, after = null } = item.message;
    keys.set(nameOf(app, item.key), [app, item.key]);
    const user = sender?.kind === 'user' && to.kind === 'user' ? sender.id : null;
    messages.push([at, app, item.speaker, item.receiver.kind, item.receiver.id, user, cid, after]);
  }
  const conversations = new Map<string, Locked>();
  for (const row of await queries.lock(tx, { keys: json([...keys.values()]) })) {
    conversations.set(nameOf(row.app, row.key), row);
  }
  const facts = new Map((await queries.look(tx, { messages: json(messages) })).map((row) => [row.at, row]));

  const members = new Map<number, Set<string>>();
  const groups = [...conversations.values()].filter(({ key }) => key.startsWith('g:'));
  if (groups.length > 0) {
    for (const { conv, member } of await queries.members(tx, { convs: json(groups.map(({ id }) => [id])) })) {
      const list = members.get(conv);
      if (list === undefined) members.set(conv, new Set([member]));
      else list.add(member);
    }
  }
  return {
    now,
    conversation: ({ message: { app }, key }) => conversations.get(nameOf(app, key)),
    members: (conv) => members.get(conv) ?? NOBODY,
    facts: (at) => facts.get(at) ?? { at, ...NOTHING_KNOWN },
  };
};

const store = async (tx: Connection, queries: AppendQueries, { rows, ends }: Decision): Promise<void> => {
  if (rows.length === 0) return;
  await queries.insert(tx, {
    rows: json(
      rows.map((row) => [
        row.conv,
        row.seq,
        row.ts,
        row.app,
        row.speaker,
        row.to_id,
        row.to_type,
        row.payload,
        row.cid,
        row.digest,
        row.keep,
      ]),
    ),
  });
  await queries.advance(tx, {
    ends: json(
      ends.map((end) => [
        end.id,
        end.last_seq,
        end.last_ts,
        end.first_ts,
        end.first_keep,
        end.strangers,
        end.first_said,
        end.second_said,
      ]),
    ),
  });
  const said = saidInGroups(rows);
  if (said.length > 0) await queries.read(tx, { said: json(said) });
};

/** What each member said last in each group. */
const saidInGroups = (rows: readonly Row[]): [conv: number, member: string, seq: number][] => {
  const last = new Map<string, [number, string, number]>();
  for (const { conv, speaker, seq, to_type } of rows) {
    if (to_type === PeerType.Group && speaker !== null) last.set(`${conv} ${speaker}`, [conv, speaker, seq]);
  }
  return [...last.values()];
};

const begin = async (
  tx: Connection,
  queries: AppendQueries,
  beginning: readonly Addressed[],
  now: number,
): Promise<void> => {
  await queries.begin(tx, { keys: json(beginning.map(({ message: { app }, key }) => [app, key])) });
  const parties = beginning.flatMap(({ message: { app }, key, parties: names }) =>
    names.map((name) => [app, key, name]),
  );
  await queries.enrol(tx, { parties: json(parties), now });
};
