import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { create, empty, refusal } from './shapes';

let rest: RestServer;
let alice: LoggedIn;

beforeAll(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
});

it('a path that there is not is 5004', async () => {
  for (const path of ['/nothing', '/ctx/alice/enemies', '/groups//members']) {
    expect(await alice.call('GET', path)).toMatchObject(refusal(404, 5004));
  }
});

it('a method that a path does not have is 5009, and the answer says which it has', async () => {
  const answer = await alice.call('PATCH', '/groups');
  expect(answer).toMatchObject(refusal(405, 5009));
  expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  expect(await alice.call('POST', '/ctx/alice')).toMatchObject(refusal(405, 5009));
  expect(await alice.call('DELETE', '/ctx/alice/friends/')).toMatchObject(refusal(405, 5009));
});

it('a body that is no JSON is 5001', async () => {
  expect(await alice.call('POST', '/rooms', '{"name":')).toMatchObject(refusal(400, 5001));
});

it('a body of another type is 5001', async () => {
  const answer = await alice.call('POST', '/rooms', 'name=x', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(answer).toMatchObject(refusal(415, 5001));
});

it('a path that cannot be decoded is 5001', async () => {
  expect(await alice.call('GET', '/ctx/%E0%A4%A')).toMatchObject(refusal(400, 5001));
});

it('HEAD answers as GET does, without the body', async () => {
  expect(empty(await alice.call('HEAD', '/ctx/alice'))).toEqual({ status: 200, text: '' });
  expect((await rest.nobody('HEAD', '/ctx/alice')).status).toBe(401);
});

describe('whoever does not show who it is', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['no application', { 'x-ml-apikey': 'master-key-of-the-application' }],
    [
      'an application that there is not',
      { 'x-ml-appid': 'none', 'x-ml-apikey': 'master-key-of-the-application' },
    ],
    ['another key', { 'x-ml-appid': 'demo', 'x-ml-apikey': 'wrong' }],
    [
      'the client key, which says nothing about the user',
      { 'x-ml-appid': 'demo', 'x-ml-apikey': 'client-key-of-the-application' },
    ],
    ['a token that is none', { authorization: 'Bearer abc.def.ghi' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    [
      'an unsigned token',
      {
        authorization: `Bearer ${[
          '{"alg":"none"}',
          '{"sub":"user:alice","aud":"demo","iss":"rxim","exp":9999999999,"iat":1}',
          '',
        ]
          .map((part) => Buffer.from(part).toString('base64url'))
          .join('.')}`,
      },
    ],
  ])('with %s is answered 401 and 5003', async (_what, headers) => {
    const answer = await rest.calling(headers)('GET', '/ctx/alice');
    expect(answer).toMatchObject(refusal(401, 5003));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('with a token of another application than the one it names is answered so too', async () => {
    const answer = await rest.calling({ authorization: `Bearer ${alice.token}`, 'x-ml-appid': 'other' })(
      'GET',
      '/ctx/alice',
    );
    expect(answer).toMatchObject(refusal(401, 5003));
  });

  it('is answered before the request is looked at', async () => {
    expect(await rest.nobody('POST', '/groups', { owner: 5 })).toMatchObject(refusal(401, 5003));
  });
});

it('a token that has expired is answered 401 and 5003', async () => {
  const brief = await newRestServer({ limits: { sessionToken: -1 } });
  const user = await brief.user('alice');
  expect(await user.call('GET', '/ctx/alice')).toMatchObject(refusal(401, 5003));
});

describe('rates', () => {
  it('too many requests of one user are 5013, with the time to wait; administrators go on', async () => {
    const strict = await newRestServer({ noRateLimits: false, limits: { requestsPerUser: 3 } });
    const [one, other] = [await strict.user('one'), await strict.user('other')];
    for (let i = 0; i < 3; i++) expect((await one.call('GET', '/ctx/one')).status).toBe(200);
    const answer = await one.call('GET', '/ctx/one');
    expect(answer).toMatchObject(refusal(429, 5013));
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await other.call('GET', '/ctx/other')).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await strict.master('GET', '/ctx/one')).status).toBe(200);
  });

  it('whoever guesses keys runs into the rate of its address', async () => {
    const strict = await newRestServer({ noRateLimits: false, limits: { requestsPerAddress: 3 } });
    const guess = strict.calling({ 'x-ml-appid': 'demo', 'x-ml-apikey': 'guess' });
    for (let i = 0; i < 3; i++) expect(await guess('GET', '/ctx')).toMatchObject(refusal(401, 5003));
    expect(await guess('GET', '/ctx')).toMatchObject(refusal(429, 5013));
  });
});

describe('what clients of 2016 do is accepted from everybody', () => {
  it('a slash at the end', async () => {
    expect((await alice.call('GET', '/ctx/alice/')).status).toBe(200);
    expect(empty(await alice.call('DELETE', '/ctx/alice/attributes/'))).toEqual({ status: 204, text: '' });
  });

  it('no body where JSON is announced', async () => {
    const room = await create(alice.call, '/rooms', {});
    const json = { 'content-type': 'application/json' };
    expect(empty(await alice.call('POST', '/ctx/alice/friends/alice/', '', json)).status).toBe(400);
    expect(empty(await alice.call('POST', `/rooms/${room}/members/alice`, '', json))).toEqual({
      status: 201,
      text: '',
    });
    expect(empty(await alice.call('DELETE', `/rooms/${room}/members/alice`, '', json))).toEqual({
      status: 204,
      text: '',
    });
    expect(empty(await alice.call('DELETE', '/ctx/alice/friends/bob', '', json))).toEqual({
      status: 204,
      text: '',
    });
  });
});

it('what is no HTTP ends its connection and nothing else', async () => {
  const { port } = new URL(rest.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.end('NOT HTTP AT ALL\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  expect((await alice.call('GET', '/ctx/alice')).status).toBe(200);
});
