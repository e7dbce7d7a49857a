import type { Observable } from 'rxjs';
import type { Im } from 'rxim';
import { CALLBACK, PICTURE } from './sdk-page';
import { ATTRIBUTES, GUEST, type World } from './world';

/** A method of the guide: how it is called, and what it calls back with. */
export interface DocumentedMethod {
  readonly method: string;
  /** Tells calls of the same method apart. */
  readonly how?: string;
  readonly args: (world: World) => readonly unknown[];
  readonly answer: (world: World) => unknown;
  /** Who may call it, where a key is not enough. @default foo */
  readonly by?: 'administrator';
  /** What is true afterwards. */
  readonly effect?: {
    readonly of: (admin: Im, world: World) => Observable<unknown>;
    readonly is: (world: World) => unknown;
  };
  /** A message of the system that foo then hears. */
  readonly sys?: string;
}

const ts = expect.any(Number) as number;
const ID = expect.stringMatching(/^[0-9a-f]{32}$/) as string;
const having = (shape: object): unknown => expect.objectContaining(shape);
const among = (...ids: string[]): unknown => expect.arrayContaining(ids);
const URL_OF_FILE = expect.stringMatching(/^http:/) as string;

/** What the guide promises where there is nothing to tell. */
const TEXT = '';
const OBJECT = {};

const later = (): string => String(Date.now() + 60_000);
const record = (body: string) => having({ speaker: 'foo', content: { media: 0, body }, ts });

const USERS: readonly DocumentedMethod[] = [
  {
    method: 'userInfo',
    args: () => ['foo'],
    answer: ({ group, room }) =>
      having({
        sessions: expect.any(Number) as number,
        installs: [],
        friends: ['bar'],
        attributes: ATTRIBUTES,
        groups: [group],
        rooms: [room],
      }),
  },
  {
    method: 'searchUsers',
    args: () => [10, 0, 'name,-power', ATTRIBUTES],
    answer: () => [{ id: 'foo', ts, attributes: ATTRIBUTES, online: true }],
  },
  { method: 'listFriends', args: () => ['foo'], answer: () => ['bar'] },
  {
    method: 'listFriends',
    how: 'with details',
    args: () => ['foo', CALLBACK, true],
    answer: () => [having({ id: 'bar', online: expect.any(Boolean) as boolean })],
  },
  {
    method: 'addFriend',
    args: () => ['foo', 'baz'],
    answer: () => ({ id: expect.any(String) as string, from: 'foo', to: 'baz', ns: 'demo', ts }),
    effect: { of: ({ friends }) => friends.list('foo'), is: () => among('bar', 'baz') },
  },
  {
    method: 'getFriendshipInfo',
    args: () => ['foo', 'bar'],
    answer: () => having({ id: expect.any(String) as string, online: expect.any(Boolean) as boolean, ts }),
  },
  {
    method: 'rmFriend',
    args: () => ['foo', 'bar'],
    answer: () => TEXT,
    effect: { of: ({ friends }) => friends.list('foo'), is: () => [] },
  },
  {
    method: 'getRecentChat',
    args: () => ['foo', 'bar', later(), '1'],
    answer: () => [record('to a friend')],
  },
];

const GROUPS: readonly DocumentedMethod[] = [
  { method: 'listGroups', args: () => ['foo'], answer: ({ group }) => [group] },
  {
    method: 'listGroups',
    how: 'with details',
    args: () => ['foo', CALLBACK, true],
    answer: ({ group }) => [
      having({ id: group, name: ATTRIBUTES.name, owner: 'foo', members: among('foo', 'bar'), ts }),
    ],
  },
  {
    method: 'addGroup',
    args: () => [{ owner: 'foo', name: 'groupName', members: ['baz'] }],
    answer: () => ID,
    effect: { of: ({ groups }) => groups.list('baz'), is: () => [ID] },
  },
  {
    method: 'getGroup',
    args: ({ group }) => [group],
    answer: () => ({ owner: 'foo', members: among('foo', 'bar'), attributes: ATTRIBUTES, ts }),
  },
  {
    method: 'updateGroup',
    args: ({ group }) => [group, { name: 'new group name', members: ['baz'] }],
    answer: () => TEXT,
    effect: {
      of: ({ groups }, { group }) => groups.get(group),
      is: () => having({ members: among('foo', 'baz'), attributes: having({ name: 'new group name' }) }),
    },
  },
  {
    method: 'rmGroup',
    args: ({ group }) => [group],
    answer: () => TEXT,
    effect: { of: ({ groups }) => groups.list('foo'), is: () => [] },
  },
  {
    method: 'addGroupMembers',
    args: ({ group }) => [group, { members: ['baz'] }],
    answer: () => TEXT,
    effect: { of: ({ groups }) => groups.list('baz'), is: ({ group }) => [group] },
  },
  {
    method: 'rmGroupMembers',
    args: ({ group }) => [group, { members: ['bar'] }],
    answer: () => TEXT,
    effect: { of: ({ groups }) => groups.list('bar'), is: () => [] },
  },
  {
    method: 'getGroupChat',
    args: ({ group }) => [group, later(), '10'],
    answer: () => [record('to a group')],
  },
  {
    method: 'searchGroups',
    args: () => [10, 0, 'name', ATTRIBUTES],
    answer: ({ group }) => [having({ id: group, owner: 'foo', attributes: ATTRIBUTES, ts })],
  },
];

const ROOMS: readonly DocumentedMethod[] = [
  { method: 'listRooms', args: () => ['foo'], answer: ({ room }) => [room] },
  {
    method: 'listRooms',
    how: 'with details',
    args: () => ['foo', CALLBACK, true],
    answer: ({ room }) => [having({ id: room, members: among('foo', 'bar'), attributes: ATTRIBUTES, ts })],
  },
  {
    method: 'addRoom',
    args: () => [{ name: 'av room', members: ['foo', 'baz'] }],
    answer: () => ID,
    effect: { of: ({ rooms }) => rooms.list('baz'), is: () => [ID] },
  },
  {
    method: 'getRoom',
    args: ({ room }) => [room],
    answer: () => ({ members: among('foo', 'bar'), attributes: ATTRIBUTES, ts }),
  },
  {
    method: 'updateRoom',
    by: 'administrator',
    args: ({ room }) => [room, { name: 'test_group333', members: ['baz'] }],
    answer: () => TEXT,
    effect: {
      of: ({ rooms }, { room }) => rooms.get(room),
      is: () => having({ members: ['baz'], attributes: having({ name: 'test_group333' }) }),
    },
  },
  {
    method: 'rmRoom',
    by: 'administrator',
    args: ({ room }) => [room],
    answer: () => TEXT,
    effect: { of: ({ rooms }) => rooms.list('foo'), is: () => [] },
  },
  {
    method: 'addRoomMembers',
    by: 'administrator',
    args: ({ room }) => [room, { members: ['baz'] }],
    answer: () => TEXT,
    effect: { of: ({ rooms }, { room }) => rooms.get(room), is: () => having({ members: among('baz') }) },
  },
  {
    method: 'rmRoomMembers',
    by: 'administrator',
    args: ({ room }) => [room, { members: ['bar'] }],
    answer: () => TEXT,
    effect: { of: ({ rooms }, { room }) => rooms.get(room), is: () => having({ members: ['foo'] }) },
  },
  {
    method: 'searchRooms',
    args: () => [10, 0, 'name', ATTRIBUTES],
    answer: ({ room }) => [having({ id: room, attributes: ATTRIBUTES })],
  },
];

const KINDS = [
  { kind: 'User', id: () => 'foo', of: 'users', removed: OBJECT },
  { kind: 'Group', id: ({ group }: World) => group, of: 'groups', removed: OBJECT },
  // The guide promises a string here.
  { kind: 'Room', id: ({ room }: World) => room, of: 'rooms', removed: TEXT, by: 'administrator' },
] as const;

const ATTRIBUTE_METHODS = KINDS.flatMap(({ kind, id, of, removed, ...who }): DocumentedMethod[] => {
  const left = (attributes: object) => ({
    of: (admin: Im, world: World) => admin[of].attributes.get(id(world)),
    is: () => attributes,
  });
  return [
    {
      method: `set${kind}Attributes`,
      ...who,
      args: (world) => [id(world), { age: 99999 }],
      answer: () => OBJECT,
      effect: left({ ...ATTRIBUTES, age: 99999 }),
    },
    {
      method: `coverSet${kind}Attributes`,
      ...who,
      args: (world) => [id(world), { name: '西门吹雪' }],
      answer: () => OBJECT,
      effect: left({ name: '西门吹雪' }),
    },
    { method: `get${kind}Attributes`, args: (world) => [id(world)], answer: () => ATTRIBUTES },
    {
      method: `get${kind}OneAttribute`,
      args: (world) => [id(world), 'name'],
      answer: () => ATTRIBUTES.name,
    },
    {
      method: `rm${kind}Attributes`,
      ...who,
      args: (world) => [id(world)],
      answer: () => removed,
      effect: left({}),
    },
  ];
});

const message = (body: string) => ({ content: { media: 0, body }, ts: 1455620323804 });
const system = (method: string, ...to: ((world: World) => string)[]): DocumentedMethod => ({
  method,
  by: 'administrator',
  args: (world) => [...to.map((id) => id(world)), message(method)],
  answer: () => TEXT,
  sys: method,
});

const OTHERS: readonly DocumentedMethod[] = [
  system('sysToAll'),
  system('sysToUser', () => 'foo'),
  system('sysToGroup', ({ group }) => group),
  system('sysToRoom', ({ room }) => room),
  {
    method: 'addOrModifyPassenger',
    by: 'administrator',
    args: () => [{ id: GUEST, tel: 1302013 }],
    // The guide says an empty object; the server always told the id, which one cannot do without.
    answer: () => GUEST,
    effect: { of: ({ passengers }) => passengers.get(GUEST), is: () => having({ tel: 1302013 }) },
  },
  {
    method: 'getPassenger',
    by: 'administrator',
    args: () => [GUEST],
    answer: () => having({ desc: '我是游客' }),
  },
  {
    method: 'getPassengerRecentChat',
    by: 'administrator',
    args: () => [GUEST, 'foo', later(), 1],
    answer: () => [record('to a guest')],
  },
  { method: 'attachment', args: () => [PICTURE], answer: () => [URL_OF_FILE, URL_OF_FILE] },
];

/** Every method of the guide that asks the server something. */
export const DOCUMENTED_METHODS: readonly DocumentedMethod[] = [
  ...USERS,
  ...GROUPS,
  ...ROOMS,
  ...ATTRIBUTE_METHODS,
  ...OTHERS,
];
