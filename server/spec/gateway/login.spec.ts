import { createHash } from 'node:crypto';
import type { LoginFailure, LoginSuccess, SessionToken } from 'rxim/protocol';
import { newServer } from '../support/new-server';
import { openRaw } from '../support/raw-client';
import { administer } from '../support/rest';
import { connect, loggedIn } from '../support/stock-client';
import { aNumber, aString } from '../support/matchers';

const signed = (key: string, ts = '1460000000000'): string =>
  `${createHash('md5')
    .update(ts + key)
    .digest('hex')},${ts}`;

describe('login', () => {
  it('creates a user that is not known yet, and answers with a session token', async () => {
    const server = await newServer();
    const alice = connect(server, { client: 'alice' });
    const answer = await alice.next<LoginSuccess>('login');
    expect(answer).toEqual({
      success: true,
      id: 'alice',
      token: aString,
      expiresIn: 3600,
      epoch: aString,
      limits: { say: { rate: aNumber, burst: aNumber }, frame: 65_536, text: 16_384 },
    });
    const users = await fetch(`${server.url}/ctx/alice`, {
      headers: { authorization: `Bearer ${answer.token}` },
    });
    expect(users.status).toBe(200);
  });

  it('tells clients that speak the extensions that it does too', async () => {
    const server = await newServer();
    expect(await connect(server, { client: 'alice', x: 1 }).next('login')).toMatchObject({
      success: true,
      x: 1,
    });
  });

  it('announces the rates that it enforces', async () => {
    const server = await newServer({ noRateLimits: false, limits: { sayRate: 3, sayBurst: 7 } });
    expect(await connect(server, { client: 'alice' }).next('login')).toMatchObject({
      limits: { say: { rate: 3, burst: 7 } },
    });
  });

  it('knows an application by a signature as by its key', async () => {
    const server = await newServer();
    const auth = { key: undefined, sign: signed(server.clientKey), client: 'alice' };
    expect(await connect(server, auth).next('login')).toMatchObject({ success: true, id: 'alice' });
  });

  it('binds an installation to the user', async () => {
    const server = await newServer();
    await loggedIn(server, 'alice', { install: 'phone-1' });
    expect(await administer(server, 'GET', '/ctx/alice')).toMatchObject({
      installs: ['phone-1'],
      sessions: 1,
    });
  });

  it.each([
    ['an application that does not exist', { app: 'nobody' }],
    ['a wrong key', { key: 'wrong' }],
    ['no key at all', { key: undefined }],
    ['a signature that does not fit', { key: undefined, sign: signed('wrong') }],
    ['credentials of a mode that it does not offer', { client: undefined, oauth: {} }],
  ])('refuses %s with 5003, and closes', async (_what, auth) => {
    const server = await newServer();
    const client = connect(server, { client: 'alice', ...auth });
    expect(await client.next<LoginFailure>('login')).toMatchObject({ success: false, error: 5003 });
    expect(await client.next('disconnect')).toBe('io server disconnect');
  });

  it('never accepts the master key, neither as it is nor in a signature', async () => {
    const server = await newServer();
    const plain = connect(server, { key: server.masterKey, client: 'alice' });
    const sign = connect(server, { key: undefined, sign: signed(server.masterKey), client: 'alice' });
    expect(await plain.next('login')).toMatchObject({ success: false, error: 5003 });
    expect(await sign.next('login')).toMatchObject({ success: false, error: 5003 });
  });

  it.each([
    ['a user id that is none', { client: 'a b' }],
    ['no credentials', {}],
    ['keys that reach a prototype', { passenger: JSON.parse('{"__proto__":{}}') as unknown }],
    [
      'JSON that is nested too deep',
      { passenger: { a: JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown } },
    ],
  ])('refuses %s with 5001', async (_what, auth) => {
    const server = await newServer();
    expect(await connect(server, auth).next('login')).toMatchObject({ success: false, error: 5001 });
  });

  it('believes a bare user id only where the operator does', async () => {
    const server = await newServer({ trustUserIds: false });
    expect(await connect(server, { client: 'alice' }).next('login')).toMatchObject({
      success: false,
      error: 5003,
    });
  });

  it('ends a connection that does not log in', async () => {
    const server = await newServer({ limits: { loginTimeout: 50 } });
    expect(await openRaw(server).closed()).toBe(1005);
  });

  it('refuses more sessions of one user than the limit, with an error that says to try later', async () => {
    const server = await newServer({ noRateLimits: false, limits: { connectionsPerUser: 2 } });
    await loggedIn(server, 'alice');
    await loggedIn(server, 'alice');
    expect(await connect(server, { client: 'alice' }).next('login')).toMatchObject({
      success: false,
      error: 5013,
    });
    expect(await connect(server, { client: 'bob' }).next('login')).toMatchObject({ success: true });
  });
});

describe('renew', () => {
  it('is answered with another token of the same user', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    alice.socket.emit('renew', {});
    const { token, expiresIn } = await alice.next<SessionToken>('token');
    expect(expiresIn).toBe(3600);
    const answer = await fetch(`${server.url}/ctx/alice`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
  });
});

describe('guests', () => {
  it('get an id and the secret that proves it at the next login', async () => {
    const server = await newServer({ trustUserIds: false });
    const first = await connect(server, { passenger: { city: 'Shanghai' } }).next<LoginSuccess>('login');
    expect(first).toMatchObject({
      success: true,
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      secret: aString,
    });

    const { id, secret } = first;
    const again = await connect(server, { passenger: { id, secret } }).next<LoginSuccess>('login');
    expect(again).toMatchObject({ success: true, id });
    expect(again.secret).toBeUndefined();
    expect(await administer(server, 'GET', `/passengers/${id}`)).toMatchObject({ city: 'Shanghai' });
  });

  it('are refused with a wrong secret, or without one', async () => {
    const server = await newServer({ trustUserIds: false });
    const { id } = await connect(server, { passenger: {} }).next<LoginSuccess>('login');
    const wrong = connect(server, { passenger: { id, secret: 'wrong' } });
    const none = connect(server, { passenger: { id } });
    const unknown = connect(server, { passenger: { id: 'somebody' } });
    for (const client of [wrong, none, unknown])
      expect(await client.next('login')).toMatchObject({ success: false, error: 5003 });
  });

  it('may choose their ids where the operator trusts ids, but not with a wrong secret', async () => {
    const server = await newServer();
    const chosen = await connect(server, { passenger: { id: 'visitor' } }).next<LoginSuccess>('login');
    expect(chosen).toMatchObject({ success: true, id: 'visitor' });
    const { id } = await connect(server, { passenger: {} }).next<LoginSuccess>('login');
    const wrong = await connect(server, { passenger: { id, secret: 'wrong' } }).next('login');
    expect(wrong).toMatchObject({ success: false, error: 5003 });
  });

  it('are no users, even by the same id', async () => {
    const server = await newServer();
    await connect(server, { passenger: { id: 'alice' } }).next('login');
    await expect(administer(server, 'GET', '/ctx/alice')).rejects.toThrow('404');
  });
});
