import { firstValueFrom, of, toArray, type Observable } from 'rxjs';
import { text } from '../../src/protocol';
import { createIm } from '../../src';
import { createRest, type Rest } from '../../src/rest';
import { conversationsOf } from '../../src/rest/conversations';

/** The requests that a call makes, each answered with `answer`. */
const record = async (call: (rest: Rest) => Observable<unknown>, answer?: unknown) => {
  const requests: string[] = [];
  const rest = createRest({
    server: 'http://im.test',
    appId: 'demo',
    clientKey: 'client',
    token: () => of('t'),
    retry: { maxRetries: 0 },
    fetch: async (url, { method, body } = {}) => {
      const path = (url as string).slice('http://im.test'.length);
      requests.push(`${method ?? ''} ${path}${body ? ` ${body as string}` : ''}`);
      return new Response(answer === undefined ? null : JSON.stringify(answer), { status: 200 });
    },
  });
  const values = await firstValueFrom(call(rest).pipe(toArray()));
  return { requests, value: values[0] };
};

const CHATS = [{ speaker: 'bob', content: text('hi'), ts: 7 }];
const page = { before: 9, limit: 5 };
const message = { content: text('hi'), remark: 'r' };

describe('every REST call makes its request', () => {
  const table: [expected: string, call: (rest: Rest) => Observable<unknown>, answer?: unknown][] = [
    ['GET /ctx/alice', (r) => r.users.get('alice'), { sessions: 1 }],
    ['GET /ctx', (r) => r.users.search(), []],
    [
      'GET /ctx?city=%E4%B8%8A%E6%B5%B7&vip=true&_sort=score%2C-age&_skip=1&_limit=2',
      (r) =>
        r.users.search({ where: { city: '上海', vip: true }, sort: ['score', '-age'], skip: 1, limit: 2 }),
      [],
    ],
    ['GET /ctx?_skip=0&_limit=20', (r) => r.users.search$(), []],
    ['GET /ctx/alice/attributes', (r) => r.users.attributes.get('alice'), { city: 'x' }],
    ['GET /ctx/alice/attributes/city', (r) => r.users.attributes.getOne('alice', 'city'), 'x'],
    ['POST /ctx/alice/attributes {"city":"x"}', (r) => r.users.attributes.set('alice', { city: 'x' })],
    ['PUT /ctx/alice/attributes {"city":"x"}', (r) => r.users.attributes.replace('alice', { city: 'x' })],
    ['DELETE /ctx/alice/attributes', (r) => r.users.attributes.clear('alice')],

    ['GET /ctx/alice/friends', (r) => r.friends.list('alice'), ['bob']],
    ['GET /ctx/alice/friends?detail', (r) => r.friends.listDetailed('alice'), [{ id: 'bob', online: true }]],
    ['POST /ctx/alice/friends/bob', (r) => r.friends.add('alice', 'bob'), { id: '1' }],
    ['GET /ctx/alice/friends/bob', (r) => r.friends.get('alice', 'bob'), { id: '1' }],
    ['DELETE /ctx/alice/friends/bob', (r) => r.friends.remove('alice', 'bob')],
    ['GET /ctx/alice/friends/bob/chats', (r) => r.friends.chats('alice', 'bob'), CHATS],
    ['GET /ctx/alice/friends/bob/chats?ts=9&limit=5', (r) => r.friends.chats('alice', 'bob', page), CHATS],
    ['GET /ctx/alice/friends/bob/chats?ts=9&limit=5', (r) => r.friends.chats$('alice', 'bob', page), CHATS],

    ['GET /ctx/alice/strangers', (r) => r.strangers.list('alice'), ['bob']],
    [
      'GET /ctx/alice/strangers?skip=1&limit=2',
      (r) => r.strangers.list('alice', { skip: 1, limit: 2 }),
      ['bob'],
    ],
    ['GET /ctx/alice/strangers?detail', (r) => r.strangers.listDetailed('alice'), []],
    ['GET /ctx/alice/strangers?detail&limit=20&skip=0', (r) => r.strangers.list$('alice'), []],
    ['GET /ctx/alice/strangers/bob', (r) => r.strangers.get('alice', 'bob'), { online: true, ts: 1 }],
    [
      'GET /ctx/alice/strangers/bob/chats?ts=9&limit=5',
      (r) => r.strangers.chats('alice', 'bob', page),
      CHATS,
    ],
    [
      'GET /ctx/alice/strangers/bob/chats?ts=9&limit=5',
      (r) => r.strangers.chats$('alice', 'bob', page),
      CHATS,
    ],

    [
      'POST /groups {"owner":"alice","name":"g"}',
      (r) => r.groups.create({ owner: 'alice', name: 'g' }),
      '7c9f',
    ],
    ['GET /groups/g1', (r) => r.groups.get('g1'), { owner: 'alice' }],
    ['GET /ctx/alice/groups', (r) => r.groups.list('alice'), ['g1']],
    ['GET /ctx/alice/groups?detail', (r) => r.groups.listDetailed('alice'), []],
    ['GET /groups?topic=x', (r) => r.groups.search({ where: { topic: 'x' } }), []],
    ['GET /groups?topic=x&_skip=0&_limit=20', (r) => r.groups.search$({ where: { topic: 'x' } }), []],
    ['PUT /groups/g1 {"owner":"bob"}', (r) => r.groups.update('g1', { owner: 'bob' })],
    ['DELETE /groups/g1', (r) => r.groups.delete('g1')],
    ['POST /groups/g1/members {"members":["bob"]}', (r) => r.groups.addMembers('g1', ['bob'])],
    ['DELETE /groups/g1/members {"members":["bob"]}', (r) => r.groups.removeMembers('g1', ['bob'])],
    ['POST /groups/g1/members/bob', (r) => r.groups.join('g1', 'bob')],
    ['DELETE /groups/g1/members/bob', (r) => r.groups.leave('g1', 'bob')],
    ['PUT /groups/g1/attributes {}', (r) => r.groups.attributes.replace('g1', {})],
    ['GET /groups/g1/chats?ts=9&limit=5', (r) => r.groups.chats('g1', page), CHATS],
    ['GET /groups/g1/chats?ts=9&limit=5', (r) => r.groups.chats$('g1', page), CHATS],
    ['DELETE /groups/g1/chats', (r) => r.groups.clearChats('g1')],

    ['POST /rooms {"name":"r"}', (r) => r.rooms.create({ name: 'r' }), '7c9f'],
    ['GET /rooms/r1', (r) => r.rooms.get('r1'), { members: [] }],
    ['GET /ctx/alice/rooms', (r) => r.rooms.list('alice'), ['r1']],
    ['GET /ctx/alice/rooms?detail', (r) => r.rooms.listDetailed('alice'), []],
    ['GET /rooms', (r) => r.rooms.search(), []],
    ['PUT /rooms/r1 {"members":["bob"]}', (r) => r.rooms.update('r1', { members: ['bob'] })],
    ['DELETE /rooms/r1', (r) => r.rooms.delete('r1')],
    ['POST /rooms/r1/members {"members":["bob"]}', (r) => r.rooms.addMembers('r1', ['bob'])],
    ['DELETE /rooms/r1/members/bob', (r) => r.rooms.leave('r1', 'bob')],
    ['DELETE /rooms/r1/attributes', (r) => r.rooms.attributes.clear('r1')],

    ['POST /passengers {"id":"p1","tel":1}', (r) => r.passengers.save({ id: 'p1', tel: 1 }), 'p1'],
    ['GET /passengers/p1', (r) => r.passengers.get('p1'), { tel: 1 }],
    ['GET /passengers/p1/chats/bob?ts=9&limit=5', (r) => r.passengers.chats('p1', 'bob', page), CHATS],
    ['GET /passengers/p1/chats/bob?ts=9&limit=5', (r) => r.passengers.chats$('p1', 'bob', page), CHATS],

    [`POST /system ${JSON.stringify(message)}`, (r) => r.system.toAll(message)],
    [`POST /system/alice ${JSON.stringify(message)}`, (r) => r.system.toUser('alice', message)],
    [`POST /system/g1?group ${JSON.stringify(message)}`, (r) => r.system.toGroup('g1', message)],
    [`POST /system/r1?room ${JSON.stringify(message)}`, (r) => r.system.toRoom('r1', message)],

    [
      'POST /accounts {"username":"alice","password":"correct horse"}',
      (r) => r.accounts.register({ username: 'alice', password: 'correct horse' }),
      { id: 'u1' },
    ],
    ['POST /accounts/code {"phone":"13810001000"}', (r) => r.accounts.sendCode('13810001000')],
    [
      'POST /accounts/password {"oldPassword":"a","newPassword":"b"}',
      (r) => r.accounts.changePassword({ oldPassword: 'a', newPassword: 'b' }),
    ],
    ['POST /accounts/logout', (r) => r.accounts.logout()],

    ['GET /push', (r) => r.installations.offer(), { platforms: ['webhook'] }],
    [
      'PUT /ctx/alice/installations/phone {"platform":"fcm","token":"t"}',
      (r) => r.installations.register('alice', { id: 'phone', platform: 'fcm', token: 't' }),
      { id: 'phone', platform: 'fcm' },
    ],
    ['GET /ctx/alice/installations', (r) => r.installations.list('alice'), []],
    ['DELETE /ctx/alice/installations/phone', (r) => r.installations.remove('alice', 'phone')],

    [
      'POST /ctx/alice/sync {"cursor":null}',
      (r) => r.sync('alice', { cursor: null }),
      { messages: [], cursor: {}, more: false },
    ],
    [
      'GET /ctx/alice/conversations',
      (r) => conversationsOf(r.request, 'alice'),
      [{ conv: 'g:1', seq: 3, read: 1 }],
    ],
  ];

  for (const [expected, call, answer] of table) {
    it(expected, async () => {
      const { requests, value } = await record(call, answer);
      expect(requests).toEqual([expected]);
      expect(value).toEqual(answer);
    });
  }

  it('and none is missing from this table', () => {
    const names = (api: object, path = ''): string[] =>
      Object.entries(api).flatMap(([name, value]) =>
        typeof value === 'object' ? names(value as object, `${path}${name}.`) : [`${path}${name}`],
      );
    const called = table.map(([, call]) => /r\.([\w$.]+)\(/.exec(call.toString())?.[1]);
    const rest = createRest({ server: 'http://im.test', appId: 'demo', token: () => of('t') });
    const shared =
      /^request$|^(groups|rooms)\.attributes\.|^rooms\.(search\$|removeMembers|join)|^attachments\./;
    expect(names(rest).filter((name) => !shared.test(name) && !called.includes(name))).toEqual([]);
  });
});

it('a client has every resource, the same one at each access, in copies of it too', () => {
  const im = createIm({ server: 'http://im.test', appId: 'demo' });
  const resources = [
    'users',
    'friends',
    'strangers',
    'groups',
    'rooms',
    'passengers',
    'attachments',
    'system',
    'accounts',
    'installations',
  ] as const;
  for (const name of resources) expect(im[name]).toBe(im[name]);
  expect({ ...im }).toMatchObject(Object.fromEntries(resources.map((name) => [name, im[name]])));
  expect(im).not.toHaveProperty('request');
});

describe('paging', () => {
  const following = async (call: (rest: Rest) => Observable<unknown>, ...answers: unknown[]) => {
    const queries: string[] = [];
    const rest = createRest({
      server: 'http://im.test',
      appId: 'demo',
      token: () => of('t'),
      fetch: async (url) => {
        queries.push(new URL(url as string).search);
        return Response.json(answers.shift());
      },
    });
    const values = await firstValueFrom(call(rest).pipe(toArray()));
    return { queries, values };
  };
  const chat = (ts: number) => ({ speaker: 'bob', content: text(`at ${ts}`), ts });

  it('a history goes on before the oldest record of the page before', async () => {
    const pages = [[chat(8), chat(9)], [chat(3), chat(5)], [chat(1)]];
    const { queries, values } = await following((rest) => rest.groups.chats$('g1', { limit: 2 }), ...pages);
    expect(queries).toEqual(['?limit=2', '?ts=8&limit=2', '?ts=3&limit=2']);
    expect(values).toEqual(pages);
  });

  it('a search goes on behind what was found', async () => {
    const { queries } = await following(
      (rest) => rest.users.search$({ where: { vip: true }, skip: 10, limit: 2 }),
      [{}, {}],
      [{}],
    );
    expect(queries).toEqual(['?vip=true&_skip=10&_limit=2', '?vip=true&_skip=12&_limit=2']);
  });
});
