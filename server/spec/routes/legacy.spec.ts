import { APP, CLIENT_KEY, MASTER_KEY, newRestServer, signedBy, type RestServer } from './rest-server';
import { ID, create, empty, refusal } from './shapes';

let rest: RestServer;

beforeAll(async () => {
  rest = await newRestServer({ legacy: true });
  await rest.application('POST', '/ctx/foo/attributes', { name: 'foo' });
  await rest.application('POST', '/ctx/bar/attributes', { name: 'bar' });
});

it('SDK 3.x: a signature of any age acts for anyone', async () => {
  const sdk = rest.calling(signedBy(CLIENT_KEY));
  expect((await sdk('POST', '/ctx/foo/friends/bar')).body).toMatchObject({ from: 'foo', to: 'bar', ns: APP });
  expect((await sdk('GET', '/ctx/bar/friends?detail=true')).body).toEqual([{ id: 'foo', online: false }]);
  expect((await sdk('POST', '/passengers/', { id: 'jessicaZhe', desc: 'x' })).body).toBe('jessicaZhe');
  expect(empty(await sdk('DELETE', '/ctx/foo/attributes/'))).toEqual({ status: 204, text: '' });
});

it('SDK 4.x: the key itself acts for anyone, and loads objects with POST', async () => {
  const sdk = rest.application;
  const group = await create(sdk, '/groups', { owner: 'foo', members: ['bar'] });
  const room = await create(sdk, '/rooms', { members: ['foo'] });
  await sdk('POST', '/passengers', { id: 'visitor', a: 1 });
  for (const path of ['/ctx/foo', `/groups/${group}`, `/rooms/${room}`, '/passengers/visitor']) {
    const [loaded, got] = [
      await sdk('POST', path, '', { 'content-type': 'application/json' }),
      await sdk('GET', path),
    ];
    expect(loaded).toMatchObject({ status: 200, body: got.body });
  }
  expect(empty(await sdk('POST', `/groups/${group}/members`, ['bar']))).toEqual({ status: 201, text: '' });
  expect((await sdk('POST', '/system', { content: { media: 0, body: 'hi' }, ts: 1 })).status).toBe(202);
});

it('SDK 4.x: members come as a bare array, or one by one in the path, with an empty body that claims to be JSON', async () => {
  const sdk = rest.application;
  const json = { 'content-type': 'application/json' };
  await sdk('POST', '/ctx/baz/attributes', {});
  for (const path of [
    `/groups/${await create(sdk, '/groups', { owner: 'foo' })}`,
    `/rooms/${await create(sdk, '/rooms', { members: ['foo'] })}`,
  ]) {
    const members = async () => (await sdk('GET', path)).body;
    expect(empty(await sdk('POST', `${path}/members`, ['bar', 'baz']))).toEqual({ status: 201, text: '' });
    expect(await members()).toMatchObject({
      members: expect.arrayContaining(['foo', 'bar', 'baz']) as unknown,
    });
    expect(empty(await sdk('DELETE', `${path}/members`, ['baz']))).toEqual({ status: 204, text: '' });
    expect(empty(await sdk('DELETE', `${path}/members/bar`, '', json))).toEqual({ status: 204, text: '' });
    expect(await members()).toMatchObject({ members: ['foo'] });
    expect(empty(await sdk('POST', `${path}/members/bar`, '', json))).toEqual({ status: 201, text: '' });
    expect(await members()).toMatchObject({ members: expect.arrayContaining(['foo', 'bar']) as unknown });
    expect(empty(await sdk('DELETE', path, '', json))).toEqual({ status: 204, text: '' });
  }
});

it('a room that a key makes has the members that it names and no others', async () => {
  const room = await create(rest.application, '/rooms', { members: ['foo'] });
  expect((await rest.application('GET', `/rooms/${room}`)).body).toMatchObject({ members: ['foo'] });
});

it('guests get an id if they have none', async () => {
  expect((await rest.application('POST', '/passengers', { a: 1 })).body).toEqual(ID);
});

it.each<[string, Record<string, string>]>([
  ['signed with the master key', signedBy(MASTER_KEY)],
  ['signed with another key', signedBy('another')],
  ['with a signature cut short', { 'x-ml-appid': APP, 'x-ml-request-sign': 'abc,1' }],
  ['with another key', { 'x-ml-appid': APP, 'x-ml-apikey': 'another' }],
])('a request %s is refused', async (_how, headers) => {
  expect(await rest.calling(headers)('GET', '/ctx/foo')).toMatchObject(refusal(401, 5003));
});

it('a key does not say whose device would sync', async () => {
  expect(await rest.application('POST', '/ctx/foo/sync', { cursor: null })).toMatchObject(refusal(403, 5003));
});
