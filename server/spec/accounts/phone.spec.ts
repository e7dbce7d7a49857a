import type { CodeMessage, ServerOptions } from 'rxim-server';
import { createFaultProxy, type TestServer } from 'rxim-server/testing';
import { filter, firstValueFrom } from 'rxjs';
import { createIm } from 'rxim';
import { newServer } from '../support/new-server';
import { login, post, refusal } from './clients';

const PHONE = '+8613800138000';

/** A server whose codes are caught on their way to the phone. */
const newPhoneServer = async (
  options: ServerOptions = {},
): Promise<{ server: TestServer; sent: CodeMessage[]; codeFor: (phone: string) => Promise<string> }> => {
  const sent: CodeMessage[] = [];
  const server = await newServer({
    sms: {
      send: (message) => {
        sent.push(message);
        return Promise.resolve();
      },
    },
    ...options,
  });
  const codeFor = async (phone: string): Promise<string> => {
    expect(await post(server, '/accounts/code', { phone })).toMatchObject({ status: 202 });
    return sent.at(-1)!.code;
  };
  return { server, sent, codeFor };
};

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

describe('a login code', () => {
  it('has six digits and goes to the phone', async () => {
    const { sent, codeFor } = await newPhoneServer();
    await codeFor(PHONE);
    expect(sent).toEqual([{ app: 'demo', phone: PHONE, code: expect.stringMatching(/^\d{6}$/) as string }]);
  });

  it('logs in the user of that number, the same one every time', async () => {
    const { server, codeFor } = await newPhoneServer();
    const { id } = await login(server, { phone: PHONE, password: await codeFor(PHONE) });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const again = await login(server, { phone: PHONE, password: await codeFor(PHONE) });
    expect(again.id).toBe(id);
    const other = await login(server, { phone: '+441234567890', password: await codeFor('+441234567890') });
    expect(other.id).not.toBe(id);
  });

  it('is for the number, however it is written', async () => {
    const { server, codeFor } = await newPhoneServer();
    const password = await codeFor('0086 (138) 0013-8000');
    await login(server, { phone: PHONE, password });
  });

  it('comes with a secret that takes its place from then on', async () => {
    const { server, codeFor } = await newPhoneServer();
    let { id, secret } = await login(server, { phone: PHONE, password: await codeFor(PHONE) });
    const first = secret!;
    for (let i = 0; i < 3; i++) ({ id, secret } = await login(server, { phone: PHONE, password: secret }));
    expect(await login(server, { phone: PHONE, password: first })).toMatchObject({ id });
  });

  it('is needed again when the user has logged out', async () => {
    const { server, codeFor } = await newPhoneServer();
    const { token, secret } = await login(server, { phone: PHONE, password: await codeFor(PHONE) });
    await post(server, '/accounts/logout', undefined, token);
    expect(await refusal(server, { phone: PHONE, password: secret })).toMatchObject({ error: 5003 });
    await login(server, { phone: PHONE, password: await codeFor(PHONE) });
  });

  it('is not needed by a client that lost its connection', async () => {
    const { server, codeFor } = await newPhoneServer();
    await using proxy = await createFaultProxy({ target: server.url });
    const im = createIm({
      server: proxy.url,
      appId: server.appId,
      clientKey: server.clientKey,
      credentials: { phone: PHONE, password: await codeFor(PHONE) },
      backoff: { initial: 1 },
    });
    for (let epoch = 1; epoch <= 3; epoch++) {
      const session = await firstValueFrom(im.connect());
      expect(session.epoch).toBe(epoch);
      const lost = firstValueFrom(im.state$.pipe(filter(({ name }) => name !== 'online')));
      proxy.cut();
      await lost;
    }
    await im.close();
  });

  it('is good once', async () => {
    const { server, codeFor } = await newPhoneServer();
    const password = await codeFor(PHONE);
    await login(server, { phone: PHONE, password });
    expect(await refusal(server, { phone: PHONE, password })).toMatchObject({ error: 5003 });
  });

  it('is void after five tries', async () => {
    const { server, codeFor } = await newPhoneServer();
    const password = await codeFor(PHONE);
    for (let i = 0; i < 5; i++)
      expect(await refusal(server, { phone: PHONE, password: wrong(password) })).toMatchObject({
        error: 5003,
      });
    expect(await refusal(server, { phone: PHONE, password })).toMatchObject({ error: 5003 });
  });

  it('is refused alike whether the number has one or not', async () => {
    const { server, codeFor } = await newPhoneServer();
    const password = await codeFor(PHONE);
    const known = await refusal(server, { phone: PHONE, password: wrong(password) });
    const unknown = await refusal(server, { phone: '+441234567890', password });
    expect(JSON.stringify(unknown)).toBe(JSON.stringify(known));
  });

  it('is sent once a minute to a number', async () => {
    const { server, sent, codeFor } = await newPhoneServer({ noRateLimits: false });
    await codeFor(PHONE);
    const { status, body, headers } = await post(server, '/accounts/code', { phone: PHONE });
    expect({ status, body }).toMatchObject({ status: 429, body: { errorCode: 5013 } });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(55);
    expect(sent).toHaveLength(1);
  });

  it('is sent to five numbers at once from one address', async () => {
    const { server, sent, codeFor } = await newPhoneServer({ noRateLimits: false });
    for (let i = 0; i < 5; i++) await codeFor(`+44123456789${i}`);
    expect(await post(server, '/accounts/code', { phone: PHONE })).toMatchObject({ status: 429 });
    expect(sent).toHaveLength(5);
  });

  it('that could not be sent can be asked for again at once', async () => {
    let works = false;
    const { server } = await newPhoneServer({
      sms: { send: () => (works ? Promise.resolve() : Promise.reject(new Error('no network'))) },
    });
    expect(await post(server, '/accounts/code', { phone: PHONE })).toMatchObject({
      status: 503,
      body: { errorCode: 5014 },
    });
    works = true;
    expect(await post(server, '/accounts/code', { phone: PHONE })).toMatchObject({ status: 202 });
  });

  it.each([{}, { phone: '' }, { phone: 'abc' }, { phone: '123' }, { phone: '+1'.repeat(20) }, { phone: 42 }])(
    'is not sent to %j',
    async (body) => {
      const { server, sent } = await newPhoneServer();
      expect(await post(server, '/accounts/code', body)).toMatchObject({
        status: 400,
        body: { errorCode: 5001 },
      });
      expect(sent).toEqual([]);
    },
  );
});
