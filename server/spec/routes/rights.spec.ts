import { OTHER_APP, newRestServer, type Call, type RestServer } from './rest-server';
import { create, refusal } from './shapes';

/**
 * The table of PROTOCOL.md, "Who may", once more and by hand: `alice` is the user that paths speak of and the owner of the
 * group, `bob` a member of group and room, `carol` neither. Whoever is not named may not.
 */
const ACTORS = ['alice', 'bob', 'carol', 'guest', 'master', 'application', 'nobody'] as const;
type Actor = (typeof ACTORS)[number];

const everyone: readonly Actor[] = ['alice', 'bob', 'carol', 'guest', 'master', 'application'];
const keys: readonly Actor[] = ['master', 'application'];
const alice: readonly Actor[] = ['alice', ...keys];
const members: readonly Actor[] = ['alice', 'bob', ...keys];

interface Row {
  readonly does: string;
  readonly may: readonly Actor[];
  readonly body?: unknown;
  /** The status for those who may. @default whatever says that it is done */
  readonly gives?: readonly number[];
}

const text = { content: { media: 0, body: 'x' } };

/** `{g}` is the group, `{r}` the room, `{p}` the guest, `{q}` another one. `dave` is a user whom nobody knows. */
const ROWS: readonly Row[] = [
  { does: 'GET /ctx', may: everyone },
  { does: 'GET /ctx/alice', may: alice },
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

  { does: 'POST /rooms', may: ['alice', 'bob', 'carol', ...keys], body: {} },
  { does: 'GET /rooms', may: everyone },
  { does: 'GET /rooms/{r}', may: ['bob', ...keys] },
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
  { does: 'GET /push', may: ['alice', 'bob', 'carol', 'master'] },
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
];

let rest: RestServer;
let callers: Record<Actor, Call>;
let guestId: string;
let otherGuestId: string;

beforeAll(async () => {
  rest = await newRestServer({ legacy: true });
  const [a, b, c] = [await rest.user('alice'), await rest.user('bob'), await rest.user('carol')];
  const guest = await rest.guest({ a: 1 });
  guestId = guest.id;
  otherGuestId = (await rest.guest({})).id;
  await rest.user('dave');
  await a.say({ id: 'carol', type: 4 }, 'hi');
  callers = {
    alice: a.call,
    bob: b.call,
    carol: c.call,
    guest: guest.call,
    master: rest.master,
    application: rest.application,
    nobody: rest.nobody,
  };
});

interface Scene {
  readonly g: string;
  readonly r: string;
}

/** A group and a room that nobody has touched. */
const fresh = async (): Promise<Scene> => {
  const [g, r] = await Promise.all([
    create(rest.master, '/groups', { owner: 'alice', members: ['bob'] }),
    create(rest.master, '/rooms', { members: ['bob'] }),
    rest.master('POST', '/ctx/alice/attributes', { a: 1 }),
    rest.master('POST', '/ctx/alice/friends/bob'),
  ]);
  await Promise.all([
    rest.master('POST', `/groups/${g}/attributes`, { a: 1 }),
    rest.master('POST', `/rooms/${r}/attributes`, { a: 1 }),
  ]);
  return { g, r };
};

const request = ({ g, r }: Scene, actor: Actor, { does, body }: Row) => {
  const [method = '', path = ''] = does
    .replace('{g}', g)
    .replace('{r}', r)
    .replace('{p}', guestId)
    .replace('{q}', otherGuestId)
    .split(' ');
  const sent = body === undefined ? undefined : JSON.stringify(body).replace('{p}', guestId);
  return callers[actor](method, path, sent);
};

it.each(ROWS.map((row) => ({ ...row, who: row.may.join(', ') })))(
  '$does is for $who and for nobody else',
  async (row) => {
    let scene = await fresh();
    for (const actor of ACTORS.filter((each) => !row.may.includes(each))) {
      const { status, body } = await request(scene, actor, row);
      expect({ actor, status, body }).toEqual({ actor, ...refusal(actor === 'nobody' ? 401 : 403, 5003) });
    }
    for (const actor of row.may) {
      const { status } = await request(scene, actor, row);
      expect({ actor, done: (row.gives ?? [200, 201, 202, 204]).includes(status) }).toEqual({
        actor,
        done: true,
      });
      // What was done may keep the next one from doing it.
      if (!row.does.startsWith('GET')) scene = await fresh();
    }
  },
);

it('every route that runs has a row in this table', async () => {
  const { paths } = (await rest.nobody('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, { tags?: string[] }>>;
  };
  const rows = ROWS.map(({ does }) => does);
  const hasRow = (method: string, path: string): boolean => {
    const pattern = new RegExp(`^${method.toUpperCase()} ${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    return rows.some((does) => pattern.test(does));
  };
  const missing = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      // Files and accounts have specs of their own; loads with POST are those with GET.
      .filter(([, { tags = [] }]) => !['attachments', 'accounts'].includes(tags[0] ?? ''))
      .filter(
        ([method]) =>
          !hasRow(method, path) && !(method === 'post' && 'get' in operations && hasRow('get', path)),
      )
      .map(([method]) => `${method} ${path}`),
  );
  expect(missing).toEqual([]);
});

describe('a group whose attribute `join` is `open`', () => {
  it('lets a user in who adds only itself', async () => {
    const { g } = await fresh();
    await callers.alice('POST', `/groups/${g}/attributes`, { join: 'open' });
    expect(
      await callers.carol('POST', `/groups/${g}/members`, { members: ['alice', 'carol'] }),
    ).toMatchObject(refusal(403, 5003));
    expect((await callers.carol('POST', `/groups/${g}/members/carol`)).status).toBe(201);
    expect((await callers.carol('GET', `/groups/${g}`)).status).toBe(200);
  });

  it('lets no guest in', async () => {
    const { g } = await fresh();
    await callers.alice('POST', `/groups/${g}/attributes`, { join: 'open' });
    expect(await callers.guest('POST', `/groups/${g}/members/${guestId}`)).toMatchObject(refusal(403, 5003));
  });
});

describe('a room whose attribute `edit` is `members`', () => {
  it('lets members set its attributes and dissolve it, and nobody else', async () => {
    const { r } = await fresh();
    await rest.master('POST', `/rooms/${r}/attributes`, { edit: 'members' });
    expect(await callers.carol('POST', `/rooms/${r}/attributes`, { a: 2 })).toMatchObject(refusal(403, 5003));
    expect(await callers.carol('DELETE', `/rooms/${r}`)).toMatchObject(refusal(403, 5003));
    expect((await callers.bob('POST', `/rooms/${r}/attributes`, { a: 2 })).status).toBe(201);
    expect((await callers.carol('GET', `/rooms/${r}/attributes/a`)).body).toBe(2);
    expect(await callers.bob('PUT', `/rooms/${r}`, { name: 'mine' })).toMatchObject(refusal(403, 5003));
    expect((await callers.bob('DELETE', `/rooms/${r}`)).status).toBe(204);
  });
});

it('a group is made for oneself only', async () => {
  expect(await callers.carol('POST', '/groups', { owner: 'alice' })).toMatchObject(refusal(403, 5003));
});

it('a guest is not the user of the same id', async () => {
  const namesake = await rest.guest({ id: 'alice' });
  expect(await namesake.call('GET', '/ctx/alice/friends')).toMatchObject(refusal(403, 5003));
  expect(await callers.alice('GET', '/passengers/alice')).toMatchObject(refusal(403, 5003));
});

describe('another application', () => {
  it('has nothing of this one, and its ids answer as those that do not exist', async () => {
    const { g, r } = await fresh();
    const foreigner = await rest.user('alice', OTHER_APP);
    const unknown = '0'.repeat(32);
    for (const [real, made] of [
      [`/groups/${g}`, `/groups/${unknown}`],
      [`/rooms/${r}`, `/rooms/${unknown}`],
      [`/groups/${g}/chats`, `/groups/${unknown}/chats`],
      [`/groups/${g}/attributes`, `/groups/${unknown}/attributes`],
      ['/ctx/bob/attributes', '/ctx/nowhere/attributes'],
    ] as const) {
      const [one, other] = [await foreigner.call('GET', real), await foreigner.call('GET', made)];
      expect(one).toMatchObject(refusal(404, 5004));
      expect(one.text.replace(real.split('/')[2]!, '')).toBe(other.text.replace(made.split('/')[2]!, ''));
    }
    expect((await foreigner.call('GET', '/ctx/alice/friends')).body).toEqual([]);
    expect((await foreigner.call('GET', '/groups?a=1')).body).toEqual([]);
  });
});
