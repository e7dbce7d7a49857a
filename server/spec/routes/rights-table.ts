/**
 * Who may do what: the table of PROTOCOL.md, "Who may", once more and by hand, for every route and every event. Whoever is not
 * named may not. In legacy mode, where keys of applications act for users.
 */
export const ACTORS = [
  /** The user that paths speak of, and the owner of the group. */
  'alice',
  /** A member of group and room. */
  'bob',
  'carol',
  /** Was a member of both, and has been removed. */
  'erin',
  'guest',
  /** Holds the master key. */
  'master',
  /** Holds the client key. */
  'application',
  /** Has overheard a signature made with the client key. */
  'eavesdropper',
  'nobody',
  /** Has a signature made with the master key. */
  'forger',
  /** Holds the master key of another application, and says that it is this one's. */
  'impostor',
  /** Has a session token of alice that has expired. */
  'expired',
] as const;
export type Actor = (typeof ACTORS)[number];

/** They have proved nothing. */
export const UNKNOWN: readonly Actor[] = ['nobody', 'forger', 'impostor', 'expired'];

const users: readonly Actor[] = ['alice', 'bob', 'carol', 'erin'];
const keys: readonly Actor[] = ['master', 'application', 'eavesdropper'];
const everyone: readonly Actor[] = [...users, 'guest', ...keys];
const alice: readonly Actor[] = ['alice', ...keys];
const members: readonly Actor[] = ['alice', 'bob', ...keys];

export interface Row {
  readonly does: string;
  readonly may: readonly Actor[];
  readonly body?: unknown;
  /** The status for those who may. @default whatever says that it is done */
  readonly gives?: readonly number[];
  /** Ends the caller's session. */
  readonly ends?: boolean;
}

const text = { content: { media: 0, body: 'x' } };

/** `{g}` is the group, `{r}` the room, `{p}` the guest, `{q}` another one. `dave` is a user whom nobody knows. */
export const ROWS: readonly Row[] = [
  { does: 'GET /ctx', may: everyone },
  { does: 'GET /ctx/alice', may: alice },
  { does: 'POST /ctx/alice', may: alice },
  { does: 'GET /ctx/alice/attributes', may: everyone },
  { does: 'GET /ctx/alice/attributes/a', may: everyone },
  { does: 'POST /ctx/alice/attributes', may: alice, body: { a: 1 } },
  { does: 'PUT /ctx/alice/attributes', may: alice, body: { a: 1 } },
  { does: 'DELETE /ctx/alice/attributes', may: alice },
  { does: 'POST /ctx/alice/sync', may: ['alice', 'master'], body: { cursor: null } },
  { does: 'GET /ctx/alice/conversations', may: ['alice', 'master'] },
  { does: 'GET /ctx/alice/friends', may: alice },
  { does: 'POST /ctx/alice/friends/bob', may: alice },
  { does: 'GET /ctx/alice/friends/bob', may: alice },
  { does: 'GET /ctx/alice/friends/bob/chats', may: alice },
  { does: 'DELETE /ctx/alice/friends/bob', may: alice },
  { does: 'GET /ctx/alice/strangers', may: alice },
  { does: 'GET /ctx/alice/strangers/carol', may: alice },
  { does: 'GET /ctx/alice/strangers/carol/chats', may: alice },
  { does: 'GET /ctx/alice/groups', may: alice },
  { does: 'GET /ctx/alice/rooms', may: alice },

  { does: 'POST /groups', may: alice, body: { owner: 'alice' } },
  { does: 'GET /groups', may: everyone },
  { does: 'GET /groups/{g}', may: members },
  { does: 'POST /groups/{g}', may: members },
  { does: 'PUT /groups/{g}', may: alice, body: { name: 'n' } },
  { does: 'DELETE /groups/{g}', may: alice },
  { does: 'GET /groups/{g}/attributes', may: everyone },
  { does: 'GET /groups/{g}/attributes/a', may: everyone },
  { does: 'POST /groups/{g}/attributes', may: alice, body: { a: 1 } },
  { does: 'PUT /groups/{g}/attributes', may: alice, body: { a: 1 } },
  { does: 'DELETE /groups/{g}/attributes', may: alice },
  { does: 'POST /groups/{g}/members', may: members, body: { members: ['carol'] } },
  { does: 'DELETE /groups/{g}/members', may: ['bob', ...alice], body: { members: ['bob'] } },
  { does: 'POST /groups/{g}/members/carol', may: members },
  { does: 'DELETE /groups/{g}/members/bob', may: ['bob', ...alice] },
  { does: 'GET /groups/{g}/chats', may: members },
  { does: 'DELETE /groups/{g}/chats', may: alice },

  { does: 'POST /rooms', may: [...users, ...keys], body: {} },
  { does: 'GET /rooms', may: everyone },
  { does: 'GET /rooms/{r}', may: ['bob', ...keys] },
  { does: 'POST /rooms/{r}', may: ['bob', ...keys] },
  { does: 'PUT /rooms/{r}', may: keys, body: { name: 'n' } },
  { does: 'DELETE /rooms/{r}', may: keys },
  { does: 'GET /rooms/{r}/attributes', may: everyone },
  { does: 'GET /rooms/{r}/attributes/a', may: everyone },
  { does: 'POST /rooms/{r}/attributes', may: keys, body: { a: 1 } },
  { does: 'PUT /rooms/{r}/attributes', may: keys, body: { a: 1 } },
  { does: 'DELETE /rooms/{r}/attributes', may: keys },
  { does: 'POST /rooms/{r}/members', may: ['bob', 'carol', ...keys], body: { members: ['carol'] } },
  { does: 'DELETE /rooms/{r}/members', may: ['bob', ...keys], body: { members: ['bob'] } },
  { does: 'POST /rooms/{r}/members/carol', may: ['bob', 'carol', ...keys] },
  { does: 'DELETE /rooms/{r}/members/bob', may: ['bob', ...keys] },

  { does: 'POST /passengers', may: ['guest', ...keys], body: { id: '{p}' } },
  { does: 'GET /passengers/{p}', may: ['guest', ...keys] },
  { does: 'POST /passengers/{p}', may: ['guest', ...keys] },
  { does: 'GET /passengers/{p}/chats/alice', may: ['guest', ...alice] },

  { does: 'GET /ctx/alice/installations', may: ['alice', 'master'] },
  {
    does: 'PUT /ctx/alice/installations/phone',
    may: ['alice', 'master'],
    body: {
      platform: 'webpush',
      subscription: {
        endpoint: 'https://fcm.googleapis.com/x',
        keys: { p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) },
      },
    },
  },
  { does: 'DELETE /ctx/alice/installations/phone', may: ['alice', 'master'] },
  { does: 'GET /push', may: [...users, 'master'] },
  { does: 'GET /push/dead', may: ['master'] },
  // There is none, and nobody else is told so.
  { does: 'POST /push/dead/123', may: ['master'], gives: [404] },

  { does: 'PUT /ctx/dave/ban', may: ['master'] },
  { does: 'DELETE /ctx/dave/ban', may: ['master'] },
  { does: 'DELETE /ctx/dave/sessions', may: ['master'] },
  { does: 'PUT /passengers/{q}/ban', may: ['master'] },
  { does: 'DELETE /passengers/{q}/ban', may: ['master'] },
  { does: 'DELETE /passengers/{q}/sessions', may: ['master'] },

  { does: 'POST /system', may: keys, body: text },
  { does: 'POST /system/alice', may: keys, body: text },

  // What is sent is refused for what it is, to those who may; uploads and accounts have specs of their own.
  { does: 'POST /attachment', may: everyone, body: {}, gives: [400] },
  { does: 'GET /attachment/demo/none', may: ACTORS, gives: [404] },
  { does: 'POST /accounts', may: everyone, body: { username: 'u', password: 'short' }, gives: [400] },
  { does: 'POST /accounts/code', may: everyone, body: { phone: 'none' }, gives: [400] },
  {
    does: 'POST /accounts/password',
    may: users,
    body: { oldPassword: 'there is none', newPassword: 'long enough' },
    gives: [400],
  },
  { does: 'POST /accounts/logout', may: [...users, 'guest'], ends: true },

  { does: 'GET /openapi.json', may: ACTORS },
  { does: 'GET /docs', may: ACTORS },
  { does: 'GET /health', may: ACTORS },
  { does: 'GET /metrics', may: ACTORS },
];

/** Events that the server listens to, by those whose session may send them; what a session may not is in the tables below. */
export const EVENTS: Readonly<Record<string, readonly Actor[]>> = {
  say: [...users, 'guest'],
  read: [...users, 'guest'],
  renew: [...users, 'guest'],
};

export interface Saying {
  readonly to: { readonly id: string; readonly type?: number };
  readonly may: readonly Actor[];
}

/** Whom a `say` may go to. `eve` is a user whom nobody knows, bob a friend of alice. */
export const SAYINGS: readonly Saying[] = [
  { to: { id: 'bob', type: 0 }, may: ['alice', 'guest'] },
  { to: { id: 'eve', type: 4 }, may: [...users, 'guest'] },
  { to: { id: 'eve' }, may: [...users, 'guest'] },
  { to: { id: '{g}', type: 1 }, may: ['alice', 'bob'] },
  { to: { id: '{r}', type: 2 }, may: ['bob'] },
  { to: { id: '{q}', type: 3 }, may: users },
];

export interface Reading {
  readonly conv: string;
  readonly may: readonly Actor[];
}

/** Whose read positions there are: those of one's own conversations. */
export const READINGS: readonly Reading[] = [
  { conv: 'g:{g}', may: ['alice', 'bob'] },
  { conv: 'u:alice|u:bob', may: ['alice', 'bob'] },
];
