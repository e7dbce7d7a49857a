/** What a caller is to the object of an action. A caller may be several of these at once. */
export type Actor =
  /** Whoever asks, logged in or not. */
  | 'anyone'
  | 'user'
  | 'guest'
  /** The user or the guest that the action is about. */
  | 'self'
  /** A user who adds only itself to a group whose attribute `join` is `open`. */
  | 'entrant'
  | 'member'
  /** A member of a room whose attribute `edit` is `members`. */
  | 'editor'
  | 'owner'
  /** The user whom a guest talks with. */
  | 'partner'
  /** Holds the client key and calls as in 2016; only where the server runs in legacy mode. */
  | 'application'
  /** Holds the master key. */
  | 'administrator';

/** What an action is done to. */
export type Subject =
  | 'user'
  | 'guest'
  /** A user or a guest, whichever the caller is. */
  | 'session'
  | 'group'
  | 'room'
  | 'nothing';

export interface Right {
  readonly of: Subject;
  readonly may: readonly Actor[];
}

/** Part of the interface of 2016, where the application key was enough for everything. */
const documented = (of: Subject, ...may: Actor[]): Right => ({
  of,
  may: [...may, 'application', 'administrator'],
});
/** Came with rxim: an application key does not say who is asking. */
const added = (of: Subject, ...may: Actor[]): Right => ({ of, may: [...may, 'administrator'] });

/**
 * Who may do what: the one table that every route is checked against (PROTOCOL.md, "Who may"). A route names its action,
 * and an action that is not here does not compile.
 */
export const RIGHTS = {
  'users.search': documented('nothing', 'user', 'guest'),
  'users.read': documented('user', 'self'),
  'users.attributes.read': documented('user', 'user', 'guest'),
  'users.attributes.write': documented('user', 'self'),
  'users.sync': added('session', 'self'),
  'users.conversations': added('session', 'self'),

  'friends.read': documented('user', 'self'),
  'friends.write': documented('user', 'self'),
  'friends.history': documented('user', 'self'),
  'strangers.read': documented('user', 'self'),
  'strangers.history': documented('user', 'self'),

  'groups.search': documented('nothing', 'user', 'guest'),
  'groups.create': documented('user', 'self'),
  'groups.read': documented('group', 'member'),
  'groups.update': documented('group', 'owner'),
  'groups.delete': documented('group', 'owner'),
  'groups.attributes.read': documented('group', 'user', 'guest'),
  'groups.attributes.write': documented('group', 'owner'),
  'groups.members.add': documented('group', 'member', 'entrant'),
  'groups.members.remove': documented('group', 'owner', 'self'),
  'groups.history': documented('group', 'member'),
  'groups.wipe': documented('group', 'owner'),
  'groups.of': documented('user', 'self'),

  'rooms.search': documented('nothing', 'user', 'guest'),
  'rooms.create': documented('nothing', 'user'),
  'rooms.read': documented('room', 'member'),
  'rooms.update': documented('room'),
  'rooms.delete': documented('room', 'editor'),
  'rooms.attributes.read': documented('room', 'user', 'guest'),
  'rooms.attributes.write': documented('room', 'editor'),
  'rooms.members.add': documented('room', 'member', 'self'),
  'rooms.members.remove': documented('room', 'self'),
  'rooms.of': documented('user', 'self'),

  'guests.save': documented('guest', 'self'),
  'guests.read': documented('guest', 'self'),
  'guests.history': documented('guest', 'self', 'partner'),

  'installations.read': added('user', 'self'),
  'installations.write': added('user', 'self'),
  'push.offer': { of: 'nothing', may: ['user', 'administrator'] },
  'push.dead': added('nothing'),

  'system.send': documented('nothing'),

  'attachments.upload': documented('nothing', 'user', 'guest'),
  'attachments.read': { of: 'nothing', may: ['anyone'] },

  'accounts.register': { of: 'nothing', may: ['anyone'] },
  'accounts.code': { of: 'nothing', may: ['anyone'] },
  'accounts.password': { of: 'nothing', may: ['user'] },
  'accounts.logout': { of: 'nothing', may: ['user', 'guest'] },

  'standing.ban': added('nothing'),
  'standing.end': added('nothing'),

  'description.read': { of: 'nothing', may: ['anyone'] },
} as const satisfies Record<string, Right>;

export type Action = keyof typeof RIGHTS;

/** Whether one who is all of `actors` may do it. */
export const may = (actors: readonly Actor[], action: Action): boolean => {
  const right: Right = RIGHTS[action];
  return right.may.includes('anyone') || actors.some((actor) => right.may.includes(actor));
};
