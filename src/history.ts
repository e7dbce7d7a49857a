import { PeerType, type ChatRecord, type Identity, type Peer } from './protocol';
import type { Observable } from 'rxjs';
import type { ChatsOptions, Rest } from './rest';

/** The resources that have one. */
interface Histories extends Pick<Rest, 'strangers' | 'passengers'> {
  readonly friends: Pick<Rest['friends'], 'chats'>;
  readonly groups: Pick<Rest['groups'], 'chats'>;
}

/** The history of what `self` and `peer` have: each kind of peer has a route of its own. */
export const historyOf = (
  { friends, strangers, groups, passengers }: Histories,
  self: Identity,
  { id, type }: Peer,
  page: ChatsOptions,
): Observable<readonly ChatRecord[]> => {
  if (type === PeerType.Group) return groups.chats(id, page);
  if (type === PeerType.Guest) return passengers.chats(id, self.id, page);
  if (self.kind === 'guest') return passengers.chats(self.id, id, page);
  return (type === PeerType.Stranger ? strangers : friends).chats(self.id, id, page);
};
