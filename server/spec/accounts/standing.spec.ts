import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { metricReaches } from '../support/metrics';
import { administer } from '../support/rest';
import { connect } from '../support/stock-client';
import { login, refusal } from './clients';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

const statusOf = async (server: TestServer, token: string): Promise<number> =>
  (await fetch(`${server.url}/groups`, { headers: { authorization: `Bearer ${token}` } })).status;

const KINDS = [
  ['a user', { client: 'alice' }, '/ctx/alice'],
  ['a guest', { passenger: { id: 'alice' } }, '/passengers/alice'],
] as const;

describe.each(KINDS)('%s that is banned', (_, credentials, path) => {
  it('loses its sockets and tokens within 2 s, and does not get in again before the ban is taken back', async () => {
    const server = await newServer();
    const [phone, tablet] = [await login(server, credentials), await login(server, credentials)];
    const began = performance.now();
    await administer(server, 'PUT', `${path}/ban`);
    expect(await phone.next('bye')).toEqual({ reason: 'logout' });
    await Promise.all([phone.next('disconnect'), tablet.next('disconnect')]);
    expect(await statusOf(server, phone.token)).toBe(401);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await refusal(server, credentials)).toMatchObject({ error: 5003 });

    await administer(server, 'DELETE', `${path}/ban`);
    const { token } = await login(server, credentials);
    expect(await statusOf(server, token)).toBe(200);
    expect(await statusOf(server, phone.token)).toBe(401);
  });

  it('does not slip in while it is being banned', async () => {
    const server = await newServer();
    for (let i = 0; i < 10; i++) connect(server, { x: 1, ...credentials });
    await administer(server, 'PUT', `${path}/ban`);
    await metricReaches(server, 'rxim_connections', 0);
    expect(await refusal(server, credentials)).toMatchObject({ error: 5003 });
  });

  it('may come back at once when only its sessions were ended', async () => {
    const server = await newServer();
    const alice = await login(server, credentials);
    await administer(server, 'DELETE', `${path}/sessions`);
    await alice.next('disconnect');
    expect(await statusOf(server, alice.token)).toBe(401);
    await login(server, credentials);
  });
});

describe('the key of session tokens', () => {
  it('is forgotten at the start that says so, and every token with it', async () => {
    const data = await mkdtemp(join(tmpdir(), 'rxim-keys-'));
    folders.push(data);
    const first = await newServer({ data });
    const { token } = await login(first, { client: 'alice' });
    await first.close();
    const second = await newServer({ data });
    expect(await statusOf(second, token)).toBe(200);
    await second.close();
    const third = await newServer({ data, newTokenKey: true });
    expect(await statusOf(third, token)).toBe(401);
    expect(await statusOf(third, (await login(third, { client: 'alice' })).token)).toBe(200);
  });
});
