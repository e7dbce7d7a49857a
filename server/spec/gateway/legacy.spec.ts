import { createHash } from 'node:crypto';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { administer } from '../support/rest';
import { openRaw, type RawClient } from '../support/raw-client';
import { loggedIn } from '../support/stock-client';
import { aNumber } from '../support/matchers';

/** What the SDK of 2016 does: Engine.IO 3, the login in the query, signed with the key. */
const sdk3 = async (server: TestServer, client: string): Promise<RawClient> => {
  const ts = '1460000000000';
  const sign = `${createHash('md5')
    .update(ts + server.clientKey)
    .digest('hex')},${ts}`;
  const auth = JSON.stringify({ app: server.appId, sign, client });
  const raw = openRaw(server, { eio: 3, query: { auth } });
  expect(await raw.frame()).toMatch(/^0\{"sid":/);
  expect(await raw.frame()).toBe('40');
  raw.socket.send('40/chat');
  return raw;
};

describe('a client of 2016', () => {
  it('logs in by the query of the handshake, and sees no field that would disturb it', async () => {
    const server = await newServer({ legacy: true });
    const raw = await sdk3(server, 'alice');
    expect(await raw.event('login')).toMatchObject({ success: true, id: 'alice' });
  });

  it('logs in by the query of the namespace too', async () => {
    const server = await newServer({ legacy: true });
    const raw = openRaw(server, { eio: 3 });
    const auth = JSON.stringify({ app: server.appId, key: server.clientKey, client: 'alice' });
    raw.socket.on('open', () => raw.socket.send(`40/chat?auth=${encodeURIComponent(auth)}`));
    expect(await raw.event('login')).toMatchObject({ success: true, id: 'alice' });
  });

  it('sends a message as a JSON string, and is answered', async () => {
    const server = await newServer({ legacy: true });
    const raw = await sdk3(server, 'alice');
    const bob = await loggedIn(server, 'bob');
    await raw.event('login');
    const say = JSON.stringify({
      to: { id: 'bob', type: 4 },
      content: { media: 1, body: ['/a', '/b'] },
      ts: 1,
      ack: 3,
    });
    raw.socket.send(`42/chat,${JSON.stringify(['say', say])}`);
    expect(await raw.event('ack')).toMatchObject({ ack: 3, ts: aNumber });
    expect(await bob.next('message')).toMatchObject({ content: { media: 1, body: ['/a', '/b'] } });
  });

  it('is pinged by nobody, and gets its pings answered', async () => {
    const server = await newServer({ legacy: true });
    const raw = await sdk3(server, 'alice');
    await raw.event('login');
    raw.socket.send('2');
    expect(await raw.frame()).toBe('3');
  });

  it('never sees an event that it does not know', async () => {
    const server = await newServer({ legacy: true });
    const raw = await sdk3(server, 'alice');
    await raw.event('login');
    await administer(server, 'POST', '/groups', { owner: 'alice' });
    const bob = await loggedIn(server, 'bob');
    bob.socket.emit('say', { to: { id: 'alice' }, content: { media: 0, body: 'hi' } });
    expect(await raw.frame()).toMatch(/^42\/chat,\["message",/);
    await server.close();
    expect(await raw.closed()).toBe(1005);
  });
});
