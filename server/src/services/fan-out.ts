import type { Hub } from '../ports/hub';
import type { Identity } from 'rxim/protocol';
import { messageOf, yourselfOf, type Said } from './frames';
import type { Session } from './session';

/** To everybody who is entitled to it, and to the sender's other sessions. All receivers of one message are of one kind, so there is one frame. */
export const fanOut = (hub: Hub, session: Session, said: Said, recipients: readonly Identity[]): void => {
  const [first] = recipients;
  if (first !== undefined) hub.toIdentities(session.app, recipients, 'message', messageOf(said, first.kind));
  hub.toIdentities(session.app, [session.identity], 'yourself', yourselfOf(said), session.id);
};

/** Room messages are for whoever is there at the moment. */
export const fanOutToRoom = (hub: Hub, session: Session, said: Said): void => {
  hub.toRoom(session.app, said.to.id, 'message', messageOf(said, 'user'), session.identity);
  hub.toIdentities(session.app, [session.identity], 'yourself', yourselfOf(said), session.id);
};
