import {
  PeerType,
  type From,
  type Identity,
  type Message,
  type Missed,
  type System,
  type Yourself,
} from 'rxim/protocol';
import type { StoredMessage } from '../ports/store';

/** A message as it was said, stored or not: rows of the store are some, room messages have no `seq`. */
export type Said = Omit<StoredMessage, 'conv' | 'seq' | 'speaker'> & {
  readonly speaker: Identity;
  readonly seq?: number;
};

/** What every event about a message carries; absent keys stay absent, as JSON would leave them. */
const spoken = ({ content, ts, remark, seq }: Omit<Said, 'speaker' | 'to'>): System => {
  // Assigned, since every message has one, and spreads are slow.
  const event: { -readonly [K in keyof System]: System[K] } = { content, ts };
  if (remark !== undefined) event.remark = remark;
  if (seq !== undefined) event.seq = seq;
  return event;
};

const fromOf = ({ speaker, to }: Said, receiver: Identity['kind']): From => {
  if (to.type === PeerType.Group || to.type === PeerType.Room)
    return { id: speaker.id, type: to.type, gid: to.id };
  if (speaker.kind === 'guest') return { id: speaker.id, type: PeerType.Guest };
  // To a guest, every user who writes is a friend.
  const stranger = receiver === 'user' && to.type === PeerType.Stranger;
  return { id: speaker.id, type: stranger ? PeerType.Stranger : PeerType.Friend };
};

/** Event `message`, as a receiver of this kind gets it. */
export const messageOf = (said: Said, receiver: Identity['kind']): Message => ({
  from: fromOf(said, receiver),
  ...spoken(said),
});

/** Event `yourself`, for the sender's other sessions. */
export const yourselfOf = (said: Said): Yourself => ({
  to: said.to,
  ...spoken(said),
  ...(said.cid !== undefined && { cid: said.cid }),
});

/** Event `sys`. */
export const systemOf = (said: Pick<Said, 'content' | 'ts' | 'remark' | 'seq'>): System => spoken(said);

/** What `self` missed when this row was written: exactly the event that would have come live. */
export const missedBy = (self: Identity, row: StoredMessage): Missed => {
  const { speaker } = row;
  if (speaker === null) return ['sys', systemOf(row)];
  const said = { ...row, speaker };
  if (speaker.kind === self.kind && speaker.id === self.id) return ['yourself', yourselfOf(said)];
  return ['message', messageOf(said, self.kind)];
};
