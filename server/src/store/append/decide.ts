import { ErrorCode, isRetryable, PeerType, type Identity } from 'rxim/protocol';
import { StoreError, type Appended } from '../../ports/store';
import { memberIdentity } from '../members';
import { Keep } from '../schema';
import type { Addressed } from './address';
import type { Known } from './known';
import type { Topic } from './memory';
import { Notices } from './notices';
import type { Facts, Locked, Notice, Row } from './queries';

/** Where a conversation ends after the batch. */
export interface End {
  readonly id: number;
  last_seq: number;
  last_ts: number;
  strangers: 0 | 1;
  /** What either of two said last in this batch. */
  first_said: number | null;
  second_said: number | null;
}

export interface Start {
  readonly id: number;
  readonly ts: number;
  readonly keep: Keep;
}

export interface Decision {
  readonly answers: readonly Appended[];
  readonly rows: readonly Row[];
  readonly ends: readonly End[];
  /** Their first message since there was none. */
  readonly starts: readonly Start[];
  readonly notices: readonly Notice[];
  /** Messages whose conversation must be begun first; then all of this is decided anew. */
  readonly beginning: readonly Addressed[];
}

type Answer = Appended | { readonly begin: true };

export const refusal = ({ code, message }: StoreError): Appended => ({
  ok: false,
  code,
  message,
  retry: isRetryable(code),
});

/**
 * Decides about each message of a batch, in its order. Pure: what must be read was read, what must be written is returned.
 */
export const decide = (batch: readonly (Addressed | StoreError)[], known: Known): Decision => {
  const rows: Row[] = [];
  const ends = new Map<number, End>();
  const starts: Start[] = [];
  const beginning: Addressed[] = [];
  const notices = new Notices(known);
  const recipientsOf = createRecipients();
  /** What this batch accepted, by sender and cid: a predecessor or an original may be in the same batch. */
  const accepted = new Map<string, Row>();

  const judge = (item: Addressed, at: number): Answer => {
    const { cid, after, app } = item.message;
    const facts = known.facts(at);
    const name = (id: string): string => `${app} ${item.speaker ?? ''} ${id}`;
    const own = cid === undefined ? undefined : name(cid);

    const twin = own === undefined ? undefined : accepted.get(own);
    const original = twin ?? stored(facts);
    if (original !== undefined) return repeated(item, original);

    const topic = known.topic(at);
    const type = relation(item, facts, topic);
    const predecessor = after === undefined || facts.predecessor !== null || accepted.has(name(after));
    if (!predecessor) throw new StoreError(ErrorCode.OutOfOrder, 'its predecessor is not accepted yet');

    if (topic === undefined) return { begin: true };

    const { conversation } = topic;
    const { seq, ts } = advance(conversation, keepOf(item, type), type, item.speaker);
    const row: Row = {
      conv: conversation.id,
      seq,
      ts,
      app,
      speaker: item.speaker,
      to_id: item.receiver.id,
      to_type: type,
      payload: item.payload,
      cid: cid ?? null,
      digest: item.digest,
      keep: keepOf(item, type),
    };
    rows.push(row);
    if (own !== undefined) accepted.set(own, row);
    const recipients = recipientsOf(item, topic);
    notices.add(item, row, recipients, facts, topic);
    return { ok: true, conv: item.key, seq, ts, dup: false, type, recipients };
  };

  const advance = (
    conversation: Locked,
    keep: Keep,
    type: PeerType,
    speaker: string | null,
  ): { seq: number; ts: number } => {
    const { id, key, last_seq, last_ts, oldest_keep } = conversation;
    const end = ends.get(id);
    const seq = (end?.last_seq ?? last_seq) + 1;
    const ts = Math.max(known.now, (end?.last_ts ?? last_ts) + 1);
    const strangers = type === PeerType.Stranger ? 1 : (end?.strangers ?? 0);
    const first_said = key.startsWith(`${speaker}|`) ? seq : (end?.first_said ?? null);
    const second_said = key.endsWith(`|${speaker}`) ? seq : (end?.second_said ?? null);
    const now = { last_seq: seq, last_ts: ts, strangers, first_said, second_said } as const;
    if (end === undefined) {
      ends.set(id, { id, ...now });
      // Husks wait for the message: it may be due before them, they need not go before it.
      if (oldest_keep === null || oldest_keep === Keep.Husk) starts.push({ id, ts, keep });
    } else {
      Object.assign(end, now);
    }
    return { seq, ts };
  };

  const answers = batch.map((item, at): Appended => {
    if (item instanceof StoreError) return refusal(item);
    try {
      const answer = judge(item, at);
      if (!('begin' in answer)) return answer;
      beginning.push(item);
      return refusal(new StoreError(ErrorCode.Unavailable, 'its conversation has not begun'));
    } catch (error) {
      if (error instanceof StoreError) return refusal(error);
      throw error;
    }
  });
  return { answers, rows, ends: [...ends.values()], starts, notices: notices.all(), beginning };
};

type Original = Pick<Row, 'seq' | 'ts' | 'to_type' | 'digest'>;

const stored = (facts: Facts): Original | undefined =>
  facts.original === null
    ? undefined
    : {
        seq: facts.original,
        ts: facts.original_ts ?? 0,
        to_type: facts.original_type ?? 0,
        digest: facts.original_digest,
      };

const repeated = (item: Addressed, original: Original): Appended => {
  if (original.digest !== item.digest) {
    throw new StoreError(ErrorCode.Conflict, 'this cid was used for another message');
  }
  const { seq, ts } = original;
  return {
    ok: true,
    conv: item.key,
    seq,
    ts,
    dup: true,
    type: original.to_type as PeerType,
    recipients: [],
  };
};

/** What the receiver is to the sender. @throws StoreError if it may not be written to. */
const relation = (item: Addressed, facts: Facts, topic: Topic | undefined): PeerType => {
  const { kind, id } = item.receiver;
  if (facts.receiver === null) throw new StoreError(ErrorCode.NotFound, `there is no ${kind} ${id}`);
  const { sender, to } = item.message;
  switch (to.kind) {
    case 'group': {
      if (topic?.members?.has(item.speaker ?? '') !== true)
        throw new StoreError(ErrorCode.NotPermitted, `not a member of group ${id}`);
      return PeerType.Group;
    }
    case 'guest':
      return PeerType.Guest;
    case 'user':
      // To a guest, and to the system, every user is of one kind.
      if (sender?.kind !== 'user' || facts.friendship !== null) return PeerType.Friend;
      if (to.relation === 'friend') throw new StoreError(ErrorCode.NotPermitted, `${id} is no friend`);
      return PeerType.Stranger;
  }
};

const keepOf = (item: Addressed, type: PeerType): Keep =>
  type === PeerType.Stranger || type === PeerType.Guest || item.message.sender?.kind === 'guest'
    ? Keep.Long
    : Keep.Usual;

/** Who receives a message. All that one member says in a group has one list: it is long, and a batch is often one burst. */
const createRecipients = () => {
  const lists = new Map<string, readonly Identity[]>();
  return ({ parties, speaker }: Addressed, { conversation, members }: Topic): readonly Identity[] => {
    const name = `${conversation.id} ${speaker ?? ''}`;
    const list = lists.get(name);
    if (list !== undefined) return list;
    const recipients = [...(members?.keys() ?? parties)]
      .filter((member) => member !== speaker)
      .map(memberIdentity);
    lists.set(name, recipients);
    return recipients;
  };
};
