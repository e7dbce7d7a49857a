import { newRestServer, type Answer, type Call, type RestServer } from './rest-server';
import { ID, TIME, create, record, refusal } from './shapes';

/**
 * The table of PROTOCOL.md, "REST", run with plain fetch: what each row answers to a request that is right, and to one that is
 * wrong. `{g}` is a group of alice and bob, `{r}` a room of bob, `{p}` a guest who has written to alice; alice and bob are
 * friends, carol is a stranger to alice, and everything has the attribute a = 1.
 */
interface Row {
  readonly does: string;
  readonly body?: unknown;
  readonly status: number;
  /** The body of the answer; nothing where the row answers without one. */
  readonly gives?: unknown;
  readonly wrong: Wrong;
}

/** What makes the request wrong: another path, another body, or both; and how that is refused. */
interface Wrong {
  readonly path?: string;
  readonly body?: unknown;
  readonly status: number;
  readonly code: number;
}

const NOBODY = '0'.repeat(32);
const ids = (...each: unknown[]): unknown => expect.arrayContaining(each) as unknown;
const like = (shape: object): unknown => expect.objectContaining(shape) as unknown;

const missing = (path: string): Wrong => ({ path, status: 404, code: 5004 });
const unreadable = (body: unknown): Wrong => ({ body, status: 400, code: 5001 });
const noId = (path: string): Wrong => ({ path, status: 400, code: 5001 });

/** Attributes are the same everywhere. */
const attributes = (of: string, unknown: string): readonly Row[] => [
  {
    does: `GET ${of}/attributes`,
    status: 200,
    gives: like({ a: 1 }),
    wrong: missing(`${unknown}/attributes`),
  },
  { does: `GET ${of}/attributes/a`, status: 200, gives: 1, wrong: missing(`${of}/attributes/b`) },
  { does: `POST ${of}/attributes`, body: { b: 2 }, status: 201, wrong: unreadable(['b']) },
  { does: `PUT ${of}/attributes`, body: { b: 2 }, status: 201, wrong: unreadable('"b"') },
  { does: `DELETE ${of}/attributes`, status: 204, wrong: missing(`${unknown}/attributes`) },
];

const group = { owner: 'alice', members: ids('alice', 'bob'), attributes: like({ a: 1 }), ts: TIME };
const room = { members: ['bob'], attributes: like({ a: 1 }), ts: TIME };
const text = { content: { media: 0, body: 'Maintenance at noon' } };

const channel = (kind: 'group' | 'room', at: string): readonly Row[] => [
  {
    does: `POST ${at}/members`,
    body: { members: ['carol'] },
    status: 201,
    wrong: unreadable({ members: 'carol' }),
  },
  { does: `DELETE ${at}/members`, body: ['bob'], status: 204, wrong: unreadable([]) },
  { does: `POST ${at}/members/carol`, status: 201, wrong: noId(`${at}/members/not%20an%20id`) },
  { does: `DELETE ${at}/members/bob`, status: 204, wrong: missing(`/${kind}s/${NOBODY}/members/bob`) },
  { does: `PUT ${at}`, body: { name: 'Climbers' }, status: 201, wrong: unreadable({ name: 5 }) },
  { does: `DELETE ${at}`, status: 204, wrong: missing(`/${kind}s/${NOBODY}`) },
];

const ROWS: readonly Row[] = [
  {
    does: 'GET /ctx?a=1',
    status: 200,
    gives: [{ id: 'alice', online: true, ts: TIME, attributes: { a: 1 } }],
    wrong: { path: '/ctx?_limit=none', status: 400, code: 5001 },
  },
  {
    does: 'GET /ctx/alice',
    status: 200,
    gives: like({
      attributes: { a: 1 },
      sessions: 1,
      installs: expect.any(Array) as unknown,
      friends: ids('bob'),
      groups: ids(ID),
      ts: TIME,
    }),
    wrong: missing('/ctx/nowhere'),
  },
  ...attributes('/ctx/alice', '/ctx/nowhere'),
  { does: 'GET /ctx/alice/friends', status: 200, gives: ['bob'], wrong: noId('/ctx/not%20an%20id/friends') },
  {
    does: 'GET /ctx/alice/friends?detail',
    status: 200,
    gives: [like({ id: 'bob', online: true })],
    wrong: missing('/ctx/nowhere/friends?detail'),
  },
  {
    does: 'POST /ctx/alice/friends/carol',
    status: 201,
    gives: { id: ID, from: 'alice', to: 'carol', ns: 'demo', ts: TIME },
    wrong: noId('/ctx/alice/friends/alice'),
  },
  {
    does: 'GET /ctx/alice/friends/bob',
    status: 200,
    gives: { id: ID, from: 'alice', to: 'bob', online: true, ts: TIME },
    wrong: missing('/ctx/alice/friends/carol'),
  },
  { does: 'DELETE /ctx/alice/friends/bob', status: 204, wrong: noId('/ctx/alice/friends/not%20an%20id') },
  {
    does: 'GET /ctx/alice/friends/bob/chats',
    status: 200,
    gives: ids(record('bob', 'from a friend')),
    wrong: { path: '/ctx/alice/friends/bob/chats?ts=noon', status: 400, code: 5001 },
  },
  {
    does: 'GET /ctx/alice/strangers',
    status: 200,
    gives: ids('carol'),
    wrong: missing('/ctx/nowhere/strangers'),
  },
  {
    does: 'GET /ctx/alice/strangers/carol',
    status: 200,
    gives: like({ ts: TIME, online: true, recent: like({ speaker: 'carol' }) }),
    wrong: missing('/ctx/alice/strangers/dave'),
  },
  {
    does: 'GET /ctx/alice/strangers/carol/chats',
    status: 200,
    gives: ids(record('carol', 'from a stranger')),
    wrong: { path: '/ctx/alice/strangers/carol/chats?limit=0', status: 400, code: 5001 },
  },
  { does: 'GET /ctx/alice/groups', status: 200, gives: ids(ID), wrong: missing('/ctx/nowhere/groups') },
  { does: 'GET /ctx/bob/rooms', status: 200, gives: ids(ID), wrong: missing('/ctx/nowhere/rooms') },
  {
    does: 'POST /ctx/alice/sync',
    body: { cursor: null },
    status: 200,
    gives: like({ cursor: expect.any(Object) as unknown, messages: [] }),
    wrong: unreadable({ cursor: 'now' }),
  },
  {
    does: 'GET /ctx/alice/conversations',
    status: 200,
    gives: expect.any(Object),
    wrong: noId('/ctx/not%20an%20id/conversations'),
  },

  {
    does: 'POST /groups',
    body: { owner: 'alice', name: 'Climbers', members: ['bob'] },
    status: 201,
    gives: ID,
    wrong: unreadable({ name: 'of nobody' }),
  },
  {
    does: 'GET /groups?a=1',
    status: 200,
    gives: ids(like({ id: ID, ...group })),
    wrong: { path: '/groups?_order=a', status: 400, code: 5001 },
  },
  { does: 'GET /groups/{g}', status: 200, gives: like(group), wrong: missing(`/groups/${NOBODY}`) },
  ...attributes('/groups/{g}', `/groups/${NOBODY}`),
  ...channel('group', '/groups/{g}'),
  {
    does: 'GET /groups/{g}/chats',
    status: 200,
    gives: [record('bob', 'to all')],
    wrong: { path: '/groups/{g}/chats?limit=-5', status: 400, code: 5001 },
  },
  { does: 'DELETE /groups/{g}/chats', status: 204, wrong: missing(`/groups/${NOBODY}/chats`) },

  {
    does: 'POST /rooms',
    body: { name: 'Lobby' },
    status: 201,
    gives: ID,
    wrong: unreadable({ members: 'bob' }),
  },
  {
    does: 'GET /rooms?a=1',
    status: 200,
    gives: ids(like({ id: ID, ...room })),
    wrong: { path: '/rooms?_skip=-1', status: 400, code: 5001 },
  },
  { does: 'GET /rooms/{r}', status: 200, gives: like(room), wrong: missing(`/rooms/${NOBODY}`) },
  ...attributes('/rooms/{r}', `/rooms/${NOBODY}`),
  ...channel('room', '/rooms/{r}'),

  { does: 'POST /passengers', body: { city: 'here' }, status: 201, gives: ID, wrong: unreadable({ id: 5 }) },
  {
    does: 'GET /passengers/{p}',
    status: 200,
    gives: like({ city: 'Leipzig' }),
    wrong: missing(`/passengers/${NOBODY}`),
  },
  {
    does: 'GET /passengers/{p}/chats/alice',
    status: 200,
    gives: [like({ content: { media: 0, body: 'from a guest' } })],
    wrong: { path: '/passengers/{p}/chats/alice?ts=-', status: 400, code: 5001 },
  },

  { does: 'POST /system', body: text, status: 202, wrong: unreadable({ content: 'no content' }) },
  { does: 'POST /system/alice', body: text, status: 202, wrong: missing('/system/nowhere') },
  { does: 'POST /system/{g}?group', body: text, status: 202, wrong: missing(`/system/${NOBODY}?group`) },
  { does: 'POST /system/{r}?room', body: text, status: 202, wrong: missing(`/system/${NOBODY}?room`) },
];

let rest: RestServer;
let call: Call;
let guest: string;
let sayToAll: (group: string) => Promise<unknown>;

beforeAll(async () => {
  rest = await newRestServer();
  await rest.user('alice');
  const [bob, carol] = [await rest.user('bob'), await rest.user('carol')];
  const visitor = await rest.guest({ city: 'Leipzig' });
  guest = visitor.id;
  call = rest.master;
  await call('POST', '/ctx/alice/friends/bob');
  await bob.say({ id: 'alice', type: 0 }, 'from a friend');
  await carol.say({ id: 'alice', type: 4 }, 'from a stranger');
  await visitor.say({ id: 'alice' }, 'from a guest');
  sayToAll = (group) => bob.say({ id: group, type: 1 }, 'to all');
});

/** Makes the scene that rows speak of, and a request in it. */
const newScene = async (): Promise<(does: string, body?: unknown) => Promise<Answer>> => {
  const g = await create(call, '/groups', { owner: 'alice', members: ['bob'] });
  const r = await create(call, '/rooms', { members: ['bob'] });
  await Promise.all([
    sayToAll(g),
    call('POST', '/ctx/alice/friends/bob'),
    call('DELETE', '/ctx/alice/friends/carol'),
    ...[`/groups/${g}`, `/rooms/${r}`, '/ctx/alice'].map((at) => call('PUT', `${at}/attributes`, { a: 1 })),
  ]);
  return (does, body) => {
    const [method = '', path = ''] = does
      .replace('{g}', g)
      .replace('{r}', r)
      .replace('{p}', guest)
      .split(' ');
    return call(method, path, body);
  };
};

describe.each(ROWS)('$does', ({ does, body, status, gives, wrong }) => {
  it(`answers ${status}`, async () => {
    const request = await newScene();
    const answer = await request(does, body);
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body: gives });
    if (gives === undefined) expect(answer.text).toBe('');
  });

  it(`answers ${wrong.status} and ${wrong.code} to ${wrong.path ?? JSON.stringify(wrong.body)}`, async () => {
    const request = await newScene();
    const at = wrong.path === undefined ? does : `${does.split(' ')[0]} ${wrong.path}`;
    expect(await request(at, wrong.body ?? body)).toMatchObject(refusal(wrong.status, wrong.code));
  });
});

/** Files, accounts, devices and bans have specs of their own. */
const ELSEWHERE = /^[A-Z]+ \/(accounts|attachment|push)|\/(ban|sessions|installations)/;

it('every documented route has a row in this table', async () => {
  const { paths } = (await rest.nobody('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, unknown>>;
  };
  const rows = ROWS.map(({ does }) => does.replace(/\?.*/, ''));
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const without = routes
    .filter((route) => !ELSEWHERE.test(route))
    .filter((route) => {
      const pattern = new RegExp(`^${route.replace(/\{[^}]+\}/g, '[^/]+')}$`);
      return !rows.some((does) => pattern.test(does));
    });
  expect(without).toEqual([]);
});
