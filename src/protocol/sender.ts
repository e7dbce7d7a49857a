import type { Message } from './messages';
import { PeerType, type Peer } from './peers';

/** Whom an answer to this goes to. */
export const senderOf = ({ from }: Message): Peer =>
  from.type === PeerType.Group || from.type === PeerType.Room ? { id: from.gid, type: from.type } : from;
