import { OBJECT_ID, PeerType, USER_ID, sayGuard, type Identity, type Peer, type Say } from 'rxim/protocol';
import type { Limits } from '../limits';
import type { Target } from '../ports/store';
import { readContent, readRemark } from './content';
import { invalid, notFound, notPermitted } from './failure';
import { checkJson } from './json-limits';
import { readShape } from './push/read-shape';

/** Clients of 2016 send the object as a JSON string. */
export const parseSay = (payload: unknown): unknown => {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return undefined;
  }
};

export type Label = Pick<Say, 'ack' | 'cid'>;

/** What an answer repeats of a `say`, readable or not, so that its sender knows which one is meant. */
export const labelOf = (value: unknown): Label => {
  const label: { -readonly [K in keyof Label]: Label[K] } = {};
  if (typeof value !== 'object' || value === null) return label;
  const { ack, cid } = value as Record<string, unknown>;
  // Assigned, since every message has one, and spreads are slow.
  if (typeof ack === 'number' && Number.isSafeInteger(ack)) label.ack = ack;
  if (typeof cid === 'string' && cid.length <= 64) label.cid = cid;
  return label;
};

/** A `say` that has its shape and keeps to the limits; throws a `Failure` that tells what is wrong with it. */
export const readSay = (value: unknown, limits: Limits): Say => {
  checkJson(value, { depth: limits.jsonDepth, keys: limits.jsonKeys }, 'say');
  const mismatch = sayGuard(value);
  if (mismatch !== undefined) throw invalid(`say${mismatch}`);
  const say = value as Say;
  readRemark(say.remark, limits);
  const push = readShape(say.push);
  return { ...say, content: readContent(say.content, limits), ...(push && { push }) };
};

export type Receiver = Target | { readonly kind: 'room'; readonly id: string };

const known = (pattern: RegExp, id: string): string => {
  if (!pattern.test(id)) throw notFound('receiver');
  return id;
};

/** Whom `sender` means by `to`; throws a `Failure` if one of its kind may not write there at all. */
export const receiverOf = (sender: Identity, { id, type }: Peer): Receiver => {
  if (sender.kind === 'guest') {
    // A guest knows users only, and has no relation to them.
    if (type !== undefined && type !== PeerType.Friend && type !== PeerType.Stranger) throw notPermitted();
    return { kind: 'user', id: known(USER_ID, id) };
  }
  switch (type) {
    case PeerType.Group:
      return { kind: 'group', id: known(OBJECT_ID, id) };
    case PeerType.Room:
      return { kind: 'room', id: known(OBJECT_ID, id) };
    case PeerType.Guest:
      return { kind: 'guest', id: known(USER_ID, id) };
    default:
      if (id === sender.id) throw invalid('to expected somebody else than the sender');
      return { kind: 'user', id: known(USER_ID, id), relation: RELATION[type ?? 'unsaid'] };
  }
};

const RELATION = { [PeerType.Friend]: 'friend', [PeerType.Stranger]: 'stranger', unsaid: undefined } as const;
