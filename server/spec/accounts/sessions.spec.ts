import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newServer } from '../support/new-server';
import { isGood, login, post, refusal } from './clients';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

const alice = { username: 'alice', password: 'correct horse' };
const change = { oldPassword: 'correct horse', newPassword: 'battery staple' };

describe('logging out', () => {
  it('ends every socket and token of the user, within 2 s', async () => {
    const server = await newServer();
    const [phone, laptop] = [
      await login(server, { client: 'alice' }),
      await login(server, { client: 'alice' }),
    ];
    const bob = await login(server, { client: 'bob' });
    const began = performance.now();
    expect(await post(server, '/accounts/logout', undefined, phone.token)).toMatchObject({ status: 204 });
    for (const client of [phone, laptop]) {
      expect(await client.next('bye')).toEqual({ reason: 'logout' });
      await client.next('disconnect');
      expect(await isGood(server, client.token)).toBe(false);
    }
    expect(performance.now() - began).toBeLessThan(2000);
    expect(bob.socket.connected).toBe(true);
    expect(await isGood(server, bob.token)).toBe(true);
  });

  it('does not keep the user from logging in again', async () => {
    const server = await newServer();
    const { token } = await login(server, { client: 'alice' });
    await post(server, '/accounts/logout', undefined, token);
    const again = await login(server, { client: 'alice' });
    expect(await isGood(server, again.token)).toBe(true);
  });

  it('ends the sessions of a guest too', async () => {
    const server = await newServer();
    const guest = await login(server, { passenger: {} });
    expect(await post(server, '/accounts/logout', undefined, guest.token)).toMatchObject({ status: 204 });
    await guest.next('disconnect');
    expect(await isGood(server, guest.token)).toBe(false);
  });

  it('ends the socket of a client of 2016 without an event that it does not know', async () => {
    const server = await newServer();
    const { token } = await login(server, { client: 'alice' });
    const old = await login(server, { client: 'alice', x: undefined });
    await post(server, '/accounts/logout', undefined, token);
    await old.next('disconnect');
    expect(old.recorder.rest.map(({ name }) => name)).not.toContain('bye');
  });

  it('holds when the server has been restarted', async () => {
    const data = await mkdtemp(join(tmpdir(), 'rxim-sessions-'));
    folders.push(data);
    const server = await newServer({ data });
    const [alice, bob] = [await login(server, { client: 'alice' }), await login(server, { client: 'bob' })];
    await post(server, '/accounts/logout', undefined, alice.token);
    await server.close();
    const restarted = await newServer({ data });
    expect(await isGood(restarted, alice.token)).toBe(false);
    expect(await isGood(restarted, bob.token)).toBe(true);
  });

  it('needs somebody who is logged in', async () => {
    const server = await newServer();
    expect(await post(server, '/accounts/logout')).toMatchObject({ status: 401 });
    expect(await post(server, '/accounts/logout', undefined, 'none')).toMatchObject({ status: 401 });
  });
});

describe('changing the password', () => {
  it('lets the new one in and the old one not', async () => {
    const server = await newServer();
    await post(server, '/accounts', alice);
    const { token } = await login(server, alice);
    expect(await post(server, '/accounts/password', change, token)).toMatchObject({ status: 201 });
    expect(await refusal(server, alice)).toMatchObject({ error: 5003 });
    await login(server, { ...alice, password: 'battery staple' });
  });

  it('ends the other sessions, and not the one that changes it', async () => {
    const server = await newServer();
    await post(server, '/accounts', alice);
    const [own, other] = [await login(server, alice), await login(server, alice)];
    await post(server, '/accounts/password', change, own.token);
    expect(await other.next('bye')).toEqual({ reason: 'logout' });
    await other.next('disconnect');
    expect(await isGood(server, other.token)).toBe(false);
    expect(own.socket.connected).toBe(true);
    expect(await isGood(server, own.token)).toBe(true);
    own.socket.emit('renew', {});
    const { token } = await own.next<{ token: string }>('token');
    expect(await isGood(server, token)).toBe(true);
  });

  it.each([
    ['the wrong old one', { ...change, oldPassword: 'wrong horse' }, 403, 5003],
    ['a new one that is too short', { ...change, newPassword: 'short' }, 400, 5001],
    ['a new one that is too long', { ...change, newPassword: 'x'.repeat(129) }, 413, 5010],
    ['nothing', {}, 400, 5001],
  ])('is refused with %s, and nothing changes', async (_, wrong, status, errorCode) => {
    const server = await newServer();
    await post(server, '/accounts', alice);
    const [own, other] = [await login(server, alice), await login(server, alice)];
    expect(await post(server, '/accounts/password', wrong, own.token)).toMatchObject({
      status,
      body: { errorCode },
    });
    expect(await isGood(server, other.token)).toBe(true);
    await login(server, alice);
  });

  it('is refused where there is none', async () => {
    const server = await newServer();
    const { token } = await login(server, { client: 'bob' });
    expect(await post(server, '/accounts/password', change, token)).toMatchObject({ status: 400 });
    const guest = await login(server, { passenger: {} });
    expect(await post(server, '/accounts/password', change, guest.token)).toMatchObject({ status: 403 });
  });

  it('cannot be used to guess the old one', async () => {
    const server = await newServer({ noRateLimits: false });
    await post(server, '/accounts', alice);
    const { token } = await login(server, alice);
    const guess = { ...change, oldPassword: 'wrong horse' };
    for (let i = 0; i < 5; i++) await post(server, '/accounts/password', guess, token);
    expect(await post(server, '/accounts/password', change, token)).toMatchObject({
      status: 429,
      body: { errorCode: 5013 },
    });
  });

  it('of two at once happens once', async () => {
    const server = await newServer();
    await post(server, '/accounts', alice);
    const { token } = await login(server, alice);
    const changes = ['battery staple', 'another staple'].map((newPassword) =>
      post(server, '/accounts/password', { ...change, newPassword }, token),
    );
    const statuses = (await Promise.all(changes)).map(({ status }) => status);
    expect(statuses.sort((a, b) => a - b)).toEqual([201, 403]);
  });
});
