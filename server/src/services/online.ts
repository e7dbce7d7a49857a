import type { Hub } from '../ports/hub';
import type { Room } from '../ports/store';

interface Known {
  readonly hub: Pick<Hub, 'sessions'>;
}

/** Whether a user has a live session. */
export const isOnline = ({ hub }: Known, app: string, user: string): boolean =>
  hub.sessions(app, { kind: 'user', id: user }) > 0;

/** Members of a room who are there, in the order in which they joined; `undefined` where the room does not tell. */
export const onlineIn = (
  known: Known,
  app: string,
  { members, attributes }: Pick<Room, 'members' | 'attributes'>,
): readonly string[] | undefined =>
  attributes['presence'] === 'members' ? members.filter((user) => isOnline(known, app, user)) : undefined;
