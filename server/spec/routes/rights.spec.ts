import { subscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import {
  APP,
  CLIENT_KEY,
  MASTER_KEY,
  OTHER_APP,
  OTHER_MASTER_KEY,
  newRestServer,
  signedBy,
  type Call,
  type RestServer,
} from './rest-server';
import { ACTORS, ROWS, UNKNOWN, type Actor, type Row } from './rights-table';
import { create, refusal } from './shapes';

let rest: RestServer;
let callers: Record<Actor, Call>;
let guestId: string;
let otherGuestId: string;
/** Administers another application. */
let other: Call;

/** Every route of every server that this file starts. */
const routes = new Set<string>();
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.add(`${each} ${url}`);
  });
});

const TWO_HOURS = 2 * 60 * 60 * 1000;

/** A token that was made two hours ago, and good for one. */
const expiredToken = async (user: string): Promise<string> => {
  jest.useFakeTimers({ now: Date.now() - TWO_HOURS, doNotFake: ALL_BUT_DATE });
  const { token } = await rest.user(user);
  jest.useRealTimers();
  return token;
};
const ALL_BUT_DATE = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'] as const),
  ...(['clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
];

beforeAll(async () => {
  rest = await newRestServer({ legacy: true });
  const [a, b, c] = [await rest.user('alice'), await rest.user('bob'), await rest.user('carol')];
  const erin = await rest.user('erin');
  const guest = await rest.guest({ a: 1 });
  guestId = guest.id;
  otherGuestId = (await rest.guest({})).id;
  await rest.user('dave');
  await a.say({ id: 'carol', type: 4 }, 'hi');
  callers = {
    alice: a.call,
    bob: b.call,
    carol: c.call,
    erin: erin.call,
    guest: guest.call,
    master: rest.master,
    application: rest.application,
    eavesdropper: rest.calling(signedBy(CLIENT_KEY)),
    nobody: rest.nobody,
    forger: rest.calling(signedBy(MASTER_KEY)),
    impostor: rest.calling({ 'x-ml-appid': APP, 'x-ml-apikey': OTHER_MASTER_KEY }),
    expired: rest.calling({ authorization: `Bearer ${await expiredToken('alice')}` }),
  };
  other = rest.calling({ 'x-ml-appid': OTHER_APP, 'x-ml-apikey': OTHER_MASTER_KEY });
});

interface Scene {
  readonly g: string;
  readonly r: string;
}

/** A group or a room that nobody has touched, and that erin was a member of. */
const newChannel = async (path: '/groups' | '/rooms', owner?: string): Promise<string> => {
  const id = await create(rest.master, path, { ...(owner && { owner }), members: ['bob', 'erin'] });
  await Promise.all([
    rest.master('POST', `${path}/${id}/attributes`, { a: 1 }),
    rest.master('DELETE', `${path}/${id}/members/erin`),
  ]);
  return id;
};

const fresh = async (): Promise<Scene> => {
  const [g, r] = await Promise.all([
    newChannel('/groups', 'alice'),
    newChannel('/rooms'),
    rest.master('POST', '/ctx/alice/attributes', { a: 1 }),
    rest.master('POST', '/ctx/alice/friends/bob'),
  ]);
  return { g, r };
};

/** The scene with that as new which a row may have changed. */
const renewed = async (scene: Scene, { does }: Row): Promise<Scene> => {
  if (does.startsWith('GET')) return scene;
  if (does.includes('{g}')) return { ...scene, g: await newChannel('/groups', 'alice') };
  if (does.includes('{r}')) return { ...scene, r: await newChannel('/rooms') };
  return does.includes('/ctx/') ? fresh() : scene;
};

/** What stands for ids in the table. */
const idsOf = ({ g, r }: Scene): Readonly<Record<string, string>> => ({
  '{g}': g,
  '{r}': r,
  '{p}': guestId,
  '{q}': otherGuestId,
});

const filled = (text: string, ids: Readonly<Record<string, string>>): string =>
  Object.entries(ids).reduce((result, [name, id]) => result.replaceAll(name, id), text);

const request = (call: Call, { does, body }: Row, ids: Readonly<Record<string, string>>) => {
  const [method = '', path = ''] = filled(does, ids).split(' ');
  return call(method, path, body === undefined ? undefined : filled(JSON.stringify(body), ids));
};

it.each(ROWS.map((row) => ({ ...row, who: row.may.join(', ') })))(
  '$does is for $who and for nobody else',
  async (row) => {
    let scene = await fresh();
    for (const actor of ACTORS.filter((each) => !row.may.includes(each))) {
      const { status, body } = await request(callers[actor], row, idsOf(scene));
      expect({ actor, status, body }).toEqual({
        actor,
        ...refusal(UNKNOWN.includes(actor) ? 401 : 403, 5003),
      });
    }
    for (const actor of row.may) {
      const { status } = await request(callers[actor], row, idsOf(scene));
      expect({ actor, done: (row.gives ?? [200, 201, 202, 204]).includes(status) }).toEqual({
        actor,
        done: true,
      });
      if (row.ends)
        callers[actor] = (await (actor === 'guest' ? rest.guest({ id: guestId }) : rest.user(actor))).call;
      // What was done may keep the next one from doing it.
      scene = await renewed(scene, row);
    }
  },
);

const patternOf = (route: string): RegExp => new RegExp(`^${route.replace(/:[^/]+/g, '[^/]+')}$`);

describe('the table', () => {
  const rows = ROWS.map(({ does }) => does);

  it('has a row for every route that runs', () => {
    expect(routes.size).toBeGreaterThan(60);
    // Preflights say nothing of anybody, and HEAD is GET without the body.
    const asked = [...routes].filter((route) => !/^(OPTIONS|HEAD) /.test(route));
    expect(asked.filter((route) => !rows.some((row) => patternOf(route).test(row)))).toEqual([]);
  });

  it('has no row for a route that there is not', () => {
    const patterns = [...routes].map(patternOf);
    expect(rows.filter((row) => !patterns.some((pattern) => pattern.test(row)))).toEqual([]);
  });
});

describe('to whoever administers another application', () => {
  /** Ids of nobody and nothing. */
  const NOTHING = { alice: 'nalice', bob: 'nbob', carol: 'ncarol', dave: 'ndave' };
  const neutral = (text: string, ids: readonly string[]): string =>
    ids.reduce((result, id) => result.replaceAll(id, '-'), text).replaceAll(/[0-9a-f]{32}|\d{10,}/g, '-');

  it.each(ROWS.filter(({ does }) => /alice|bob|carol|dave|\{/.test(does)))(
    '$does answers for ids of this one as for ids that do not exist',
    async (row) => {
      const real = { ...idsOf(await fresh()), alice: 'alice', bob: 'bob', carol: 'carol', dave: 'dave' };
      const made = {
        '{g}': '0'.repeat(32),
        '{r}': '1'.repeat(32),
        '{p}': '2'.repeat(32),
        '{q}': '3'.repeat(32),
        ...NOTHING,
      };
      const [one, none] = [await request(other, row, real), await request(other, row, made)];
      expect({ status: one.status, text: neutral(one.text, Object.values(real)) }).toEqual({
        status: none.status,
        text: neutral(none.text, Object.values(made)),
      });
    },
  );
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
