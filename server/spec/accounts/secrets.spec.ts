import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { openRaw } from '../support/raw-client';
import { login, post, refusal } from './clients';

/** Bytes that a logger would write as numbers. */
const asBytes = (secret: string): string => [...Buffer.from(secret)].join(',');

const logged = async (
  options: Parameters<typeof newServer>[0] = {},
): Promise<{ server: TestServer; lines: () => string }> => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  return { server: await newServer({ log, ...options }), lines: () => lines.join('') };
};

describe('no secret is told', () => {
  it('in the log at its finest level, in metrics or in answers', async () => {
    const { server, lines } = await logged({ legacy: true });
    const secrets = {
      password: 'canary-password',
      wrong: 'canary-wrong-password',
      body: 'canary-body',
      query: 'canary-query',
      bearer: 'canary-bearer',
    };
    const alice = { username: 'alice', password: secrets.password };
    await post(server, '/accounts', alice);
    const { token } = await login(server, alice);
    const said = [
      await refusal(server, { username: 'alice', password: secrets.wrong }),
      await post(server, '/accounts', [{ password: secrets.wrong }]),
      await post(server, '/accounts', { username: 'bob', password: [secrets.wrong] }),
      await post(server, '/accounts/password', { oldPassword: { a: secrets.wrong }, newPassword: 1 }, token),
      await post(server, `/groups?a=${secrets.query}`, undefined, secrets.bearer),
    ];
    const headers = `Host: localhost\r\nAuthorization: Bearer ${secrets.bearer}\r\n`;
    const broken = connectTcp(server.port, '127.0.0.1');
    broken.write(`GET /groups HTTP/1.1\r\n${headers}no header\r\n\r\n`);
    expect(await text(broken)).toMatch(/^HTTP\/1\.1 400 /);
    const raw = openRaw(server, {
      eio: 3,
      query: { auth: JSON.stringify({ app: 'demo', key: secrets.query }) },
    });
    await raw.frame();
    raw.socket.send(`42/chat,["error",{"a":"${secrets.body}"}]`);
    await raw.closed();

    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(lines()).toContain('answered');
    const all = { ...secrets, token, client: server.clientKey, master: server.masterKey };
    for (const [name, secret] of Object.entries(all)) {
      for (const form of [secret, asBytes(secret)]) {
        expect({
          name,
          told: [lines(), metrics, JSON.stringify(said)].some((each) => each.includes(form)),
        }).toEqual({
          name,
          told: false,
        });
      }
    }
  });

  it('by what a library hangs on its errors', async () => {
    const refuses = Object.assign(new Error('refused'), { detail: 'canary-row', code: '23502' });
    const { server, lines } = await logged({
      oauth: () => Promise.reject(refuses),
      sms: { send: () => Promise.reject(refuses) },
    });
    expect(await refusal(server, { oauth: {} })).toMatchObject({ error: 5014 });
    expect(await post(server, '/accounts/code', { phone: '+4912345' })).toMatchObject({ status: 503 });
    expect(lines()).toContain('refused');
    expect(lines()).not.toContain('canary-row');
  });

  it('by codes, unless ids are trusted and there is no sender: then they give nothing away', async () => {
    const safe = await logged({ trustUserIds: false });
    expect(await post(safe.server, '/accounts/code', { phone: '+4912345' })).toMatchObject({ status: 405 });
    expect(safe.lines()).not.toMatch(/"code":"\d{6}"/);
    const trusting = await logged();
    expect(await post(trusting.server, '/accounts/code', { phone: '+4912345' })).toMatchObject({
      status: 202,
    });
    expect(trusting.lines()).toMatch(/"code":"\d{6}"/);
  });

  it('before the server warns that anybody can be anybody', async () => {
    expect((await logged({ legacy: true })).lines()).toContain(
      'legacy: requests prove an application and no user',
    );
    expect((await logged()).lines()).toContain('user ids are trusted');
    expect((await logged({ trustUserIds: false })).lines()).not.toMatch(/"level":40/);
  });
});
