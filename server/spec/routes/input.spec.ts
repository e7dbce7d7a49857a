import { newRestServer, type Call, type LoggedIn, type RestServer } from './rest-server';
import { create, empty, refusal } from './shapes';

let rest: RestServer;
let alice: LoggedIn;
let group: string;

beforeAll(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
  await rest.user('bob');
  group = await create(alice.call, '/groups', { owner: 'alice' });
});

const nested = (levels: number): unknown =>
  JSON.parse('{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1));
const keys = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));

describe('what does not fit is refused with words that name the field', () => {
  it.each<[string, string, unknown, string]>([
    ['GET', '/ctx/not%20an%20id', undefined, 'params.user expected an id'],
    ['GET', `/ctx/${'a'.repeat(129)}`, undefined, 'params.user expected an id'],
    ['GET', '/groups/climbers', undefined, 'params.id expected an id: 32 hexadecimal digits'],
    [
      'GET',
      '/ctx?_limit=none',
      undefined,
      'querystring._limit expected a number of rows, 1 or more, got "none"',
    ],
    ['GET', '/ctx?_limit=0', undefined, 'querystring._limit expected a number of rows'],
    ['GET', '/ctx?_skip=-1', undefined, 'querystring._skip expected a number of rows'],
    ['GET', '/ctx?_order=a', undefined, 'querystring expected _sort, _skip or _limit, got _order'],
    [
      'GET',
      '/ctx?a=1&a=2',
      undefined,
      'querystring.a expected a value of at most 128 characters, given once',
    ],
    [
      'GET',
      '/ctx/alice/friends/bob/chats?ts=noon',
      undefined,
      'querystring.ts expected milliseconds since 1970',
    ],
    [
      'GET',
      '/ctx/alice/friends/bob/chats?limit=-5',
      undefined,
      'querystring.limit expected a number of rows',
    ],
    ['POST', '/groups', { name: 'x' }, 'body.owner expected an id'],
    ['POST', '/groups', { owner: 5 }, 'body.owner expected an id'],
    ['POST', '/groups', { owner: 'alice', members: ['bob', 7] }, 'body.members.1 expected an id'],
    ['POST', '/groups', { owner: 'alice', name: 5 }, 'body.name expected string, got 5'],
    ['POST', '/groups', undefined, 'body expected object, got nothing'],
    ['POST', '/groups/{g}/members', { members: [] }, 'body.members expected a list of ids that is not empty'],
    ['POST', '/groups/{g}/members', { members: 'bob' }, 'body.members expected a list of ids'],
    ['POST', '/groups/{g}/members', 'null', 'body expected { members: [ids] }'],
    ['POST', '/ctx/alice/attributes', ['a'], 'body expected an object'],
    ['POST', '/ctx/alice/attributes', { '': 1 }, 'attributes expected names that are not empty'],
    ['POST', '/ctx/alice/sync', {}, 'body.cursor expected'],
    ['POST', '/ctx/alice/sync', { cursor: { 'g:x': [1] } }, 'expected a pair [seq, tag]'],
    ['POST', '/ctx/alice/sync', { cursor: null, limit: 0 }, 'body.limit expected'],
  ])('%s %s %j', async (method, path, body, words) => {
    const answer = await alice.call(method, path.replace('{g}', group), body);
    expect(answer).toMatchObject(refusal(400, 5001));
    expect((answer.body as { errorMessage: string }).errorMessage).toContain(words);
  });

  it.each([
    [{ content: { media: 7, body: 'x' } }, 'body.content.media expected 0, 1, 2 or 3'],
    [{ content: { media: 0, body: 5 } }, 'body.content.body expected a string'],
    [{ content: { media: 0, body: '' } }, 'body expected not to be empty'],
    [{}, 'body.content expected'],
    [{ content: { media: 0, body: 'x' }, remark: 5 }, 'body.remark expected string'],
  ])('POST /system %j', async (body, words) => {
    const answer = await rest.master('POST', '/system', body);
    expect(answer).toMatchObject(refusal(400, 5001));
    expect((answer.body as { errorMessage: string }).errorMessage).toContain(words);
  });
});

describe('what is too much is refused', () => {
  const tooMuch = async (call: Call, method: string, path: string, body: unknown) => {
    expect(await call(method, path, body)).toMatchObject(refusal(413, 5010));
  };

  it('more attributes than 64, at once or one after the other', async () => {
    const at = '/ctx/alice/attributes';
    await tooMuch(alice.call, 'PUT', at, keys(65));
    expect((await alice.call('PUT', at, keys(64))).status).toBe(201);
    expect((await alice.call('POST', at, keys(64))).status).toBe(201);
    await tooMuch(alice.call, 'POST', at, { another: 1 });
  });

  it('more attributes than 16 KiB', async () => {
    await tooMuch(alice.call, 'PUT', '/ctx/alice/attributes', { a: 'x'.repeat(16 * 1024) });
    expect((await alice.call('PUT', '/ctx/alice/attributes', { a: 'x'.repeat(16 * 1024 - 8) })).status).toBe(
      201,
    );
  });

  it('a name of an attribute beyond 128 characters', async () => {
    await tooMuch(alice.call, 'PUT', '/ctx/alice/attributes', { ['x'.repeat(129)]: 1 });
  });

  it('a value to search for beyond 128 characters', async () => {
    await tooMuch(alice.call, 'GET', `/ctx?a=${'x'.repeat(129)}`, undefined);
  });

  it('a body beyond 100 KiB', async () => {
    await tooMuch(alice.call, 'PUT', '/ctx/alice/attributes', { a: 'x'.repeat(100 * 1024) });
  });

  it('more keys than 1,024', async () => {
    await tooMuch(alice.call, 'POST', '/rooms', { name: 'x', more: keys(1024) });
  });

  it('more conversations in a sync than 500', async () => {
    const cursor = (count: number) =>
      Object.fromEntries(Object.keys(keys(count)).map((key) => [`g:${key}`, [1, 1]]));
    await tooMuch(alice.call, 'POST', '/ctx/alice/sync', { cursor: cursor(501) });
    expect((await alice.call('POST', '/ctx/alice/sync', { cursor: cursor(500) })).status).toBe(200);
  });

  it('a system message beyond 16 KiB, counted in bytes', async () => {
    await tooMuch(rest.master, 'POST', '/system', { content: { media: 0, body: '喜'.repeat(6000) } });
  });

  it('more than 100 rows are not given, however many are asked for', async () => {
    for (let i = 0; i < 101; i++) await rest.master('POST', `/ctx/many-${i}/attributes`, { many: true });
    expect((await alice.call('GET', '/ctx?many=true&_limit=5000')).body).toHaveLength(100);
    expect((await alice.call('GET', '/ctx?many=true')).body).toHaveLength(20);
  });
});

describe('JSON that would do harm is refused', () => {
  it('nested deeper than 16 levels, or attributes deeper than 8', async () => {
    expect(await alice.call('POST', '/rooms', { more: nested(16) })).toMatchObject(refusal(400, 5001));
    expect((await alice.call('POST', '/rooms', { more: nested(15) })).status).toBe(201);
    expect(await alice.call('PUT', '/ctx/alice/attributes', nested(9))).toMatchObject(refusal(400, 5001));
    expect((await alice.call('PUT', '/ctx/alice/attributes', nested(8))).status).toBe(201);
    expect(await alice.call('POST', '/rooms', '['.repeat(40_000) + ']'.repeat(40_000))).toMatchObject(
      refusal(400, 5001),
    );
  });

  it.each(['__proto__', 'constructor', 'prototype'])('with the key %s, anywhere', async (key) => {
    for (const body of [`{"${key}":{"polluted":1}}`, `{"a":[{"${key}":1}]}`]) {
      expect(await alice.call('PUT', '/ctx/alice/attributes', body)).toMatchObject(refusal(400, 5001));
      expect(await alice.call('POST', '/rooms', body)).toMatchObject(refusal(400, 5001));
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('limits of members', () => {
  let small: RestServer;

  beforeAll(async () => {
    small = await newRestServer({ limits: { groupMembers: 2, roomMembers: 2 } });
    await Promise.all(['a', 'b', 'c'].map((id) => small.master('POST', `/ctx/${id}/attributes`, {})));
  });

  it.each([
    ['/groups', { owner: 'a' }],
    ['/rooms', { members: ['a'] }],
  ])('one more in %s than may be is 5008, and nobody comes in', async (path, body) => {
    expect(await small.master('POST', path, { ...body, members: ['a', 'b', 'c'] })).toMatchObject(
      refusal(409, 5008),
    );
    const id = await create(small.master, path, body);
    expect(await small.master('POST', `${path}/${id}/members`, ['b', 'c'])).toMatchObject(refusal(409, 5008));
    expect(await small.master('PUT', `${path}/${id}`, { members: ['a', 'b', 'c'] })).toMatchObject(
      refusal(409, 5008),
    );
    expect((await small.master('GET', `${path}/${id}`)).body).toMatchObject({ members: ['a'] });
    expect(empty(await small.master('POST', `${path}/${id}/members`, ['b']))).toEqual({
      status: 201,
      text: '',
    });
    expect(await small.master('POST', `${path}/${id}/members/c`)).toMatchObject(refusal(409, 5008));
  });
});
