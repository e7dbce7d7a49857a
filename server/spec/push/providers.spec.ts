import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer as createHttp2, type ServerHttp2Session } from 'node:http2';
import { importJWK, importSPKI, jwtVerify } from 'jose';
import type { PushAddress } from 'rxim/protocol';
import webPush from 'web-push';
import { createApns } from '../../src/push/apns';
import { createFcm } from '../../src/push/fcm';
import { createWebPush } from '../../src/push/web-push';
import { createWebhook } from '../../src/push/webhook';
import { listening } from './support/listen';
import { notificationOf } from './support/notification';
import { newPostOffice, type PostAnswer, type Posted } from './support/post-office';
import { newSubscription } from './support/subscription';

const insecure = { hosts: [], insecure: true } as const;
const pem = (key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The answers that every HTTP service may give. */
const USUAL: readonly (readonly [PostAnswer | undefined, object])[] = [
  [
    { status: 429, headers: { 'retry-after': '7' } },
    { result: 'later', after: 7000 },
  ],
  [{ status: 500 }, { result: 'later' }],
  [
    { status: 503, headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() } },
    { result: 'later' },
  ],
  [
    { status: 400, body: 'bad' },
    { result: 'refused', reason: '400 bad' },
  ],
  [
    { status: 403, body: 'forbidden' },
    { result: 'refused', reason: '403 forbidden' },
  ],
  [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { result: 'refused' }],
  // No answer at all.
  [undefined, { result: 'later' }],
];
/** Keys that are not taken are no better at the next try. */
const UNAUTHORIZED = [
  { status: 401, body: 'who?' },
  { result: 'refused', reason: '401 who?' },
] as const;
const GONE: readonly (readonly [PostAnswer, object])[] = [
  [{ status: 404 }, { result: 'gone' }],
  [{ status: 410 }, { result: 'gone' }],
];

describe('Web Push', () => {
  const keys = webPush.generateVAPIDKeys();
  const provider = createWebPush({ ...insecure, keys, contact: 'mailto:a@b.example', timeout: 300 });

  it('encrypts for the browser, and proves by VAPID who it is', async () => {
    const office = await newPostOffice();
    const { subscription, decrypt } = newSubscription(`${office.url}/p/1`);
    const address = { platform: 'webpush', subscription } as const;
    expect(await provider.send(address, notificationOf('héllo 🎈'))).toEqual({ result: 'sent' });
    const { path, headers, body } = await office.next();
    expect(path).toBe('/p/1');
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '604800' });
    expect(headers['topic']).toMatch(/^[\w-]{32}$/);
    expect(JSON.parse(decrypt(body))).toMatchObject({
      id: '7.1',
      title: 'alice',
      body: 'héllo 🎈',
      tag: 'u:alice|u:bob',
    });
    const [, jwt = '', key = ''] = /^vapid t=(.+), k=(.+)$/.exec(headers.authorization ?? '') ?? [];
    expect(key).toBe(keys.publicKey);
    const raw = Buffer.from(key, 'base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: raw.subarray(1, 33).toString('base64url'),
      y: raw.subarray(33).toString('base64url'),
    };
    const { payload } = await jwtVerify(jwt, await importJWK(jwk, 'ES256'), { audience: office.url });
    expect(payload.sub).toBe('mailto:a@b.example');
  });

  it('fits any text into the 4,096 bytes of a push message', async () => {
    const office = await newPostOffice();
    const { subscription, decrypt } = newSubscription(office.url);
    await provider.send({ platform: 'webpush', subscription }, notificationOf('🎈'.repeat(4000)));
    const { body } = await office.next();
    expect(body.length).toBeLessThanOrEqual(4096);
    expect(JSON.parse(decrypt(body))).toMatchObject({
      truncated: true,
      body: expect.stringMatching(/^(🎈)+…$/u) as string,
    });
  });

  it.each([...USUAL, ...GONE, UNAUTHORIZED])('an answer of %j is %j', async (answer, outcome) => {
    const office = await newPostOffice(() => answer);
    const { subscription } = newSubscription(office.url);
    expect(await provider.send({ platform: 'webpush', subscription }, notificationOf('x'))).toMatchObject(
      outcome,
    );
    expect(office.all).toHaveLength(1);
  });

  it('does not connect where a client may not send it', async () => {
    const strict = createWebPush({
      hosts: ['localhost'],
      insecure: false,
      keys,
      contact: 'mailto:a@b.example',
    });
    const { subscription } = newSubscription('https://127.0.0.1/x');
    expect(await strict.send({ platform: 'webpush', subscription }, notificationOf('x'))).toMatchObject({
      result: 'refused',
    });
    const named = newSubscription('https://localhost/x').subscription;
    expect(
      await strict.send({ platform: 'webpush', subscription: named }, notificationOf('x')),
    ).toMatchObject({
      result: 'later',
      reason: 'localhost resolves to an address that is not public',
    });
  });
});

describe('webhooks', () => {
  const secret = 's'.repeat(32);
  const provider = createWebhook({ ...insecure, secret, timeout: 300 });

  it('are signed, and name whom they are for', async () => {
    const office = await newPostOffice();
    expect(await provider.send({ platform: 'webhook', url: office.url }, notificationOf('hi'))).toEqual({
      result: 'sent',
    });
    const { headers, body } = await office.next();
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-rxim-signature'])) ?? [];
    expect(v1).toBe(createHmac('sha256', secret).update(`${t}.${body.toString()}`).digest('hex'));
    expect(headers['x-rxim-id']).toBe('7.1');
    expect(JSON.parse(body.toString())).toMatchObject({ user: 'bob', install: 'phone', body: 'hi' });
  });

  it.each([...USUAL, ...GONE, UNAUTHORIZED])('an answer of %j is %j', async (answer, outcome) => {
    const office = await newPostOffice(() => answer);
    expect(await provider.send({ platform: 'webhook', url: office.url }, notificationOf('x'))).toMatchObject(
      outcome,
    );
    expect(office.all).toHaveLength(1);
  });
});

describe('FCM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const serviceAccount = (url: string) => ({
    project_id: 'project',
    client_email: 'push@project.example',
    private_key: pem(privateKey),
    token_uri: `${url}/token`,
  });
  const address: PushAddress = { platform: 'fcm', token: 'device' };
  const TOKEN = { status: 200, body: JSON.stringify({ access_token: 'access', expires_in: 3600 }) };
  /** Google: a token for whoever proves to be the account, then `answer`. */
  const google = (answer: (posted: Posted) => PostAnswer | undefined) =>
    newPostOffice((posted) => (posted.path === '/token' ? TOKEN : answer(posted)));

  it('logs in as the service account, once, and sends to the token', async () => {
    const office = await google(() => ({ status: 200, body: '{"name":"m"}' }));
    const provider = createFcm({ serviceAccount: serviceAccount(office.url), endpoint: office.url });
    const notification = notificationOf('hi', { badge: 4, contentAvailable: true });
    expect(await provider.send(address, notification)).toEqual({ result: 'sent' });
    expect(await provider.send(address, notification)).toEqual({ result: 'sent' });
    expect(office.all.map(({ path }) => path)).toEqual([
      '/token',
      '/v1/projects/project/messages:send',
      '/v1/projects/project/messages:send',
    ]);
    const grant = new URLSearchParams(office.all[0]?.body.toString());
    const key = await importSPKI(publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'RS256');
    const { payload } = await jwtVerify(grant.get('assertion') ?? '', key, {
      audience: `${office.url}/token`,
    });
    expect(payload).toMatchObject({
      iss: 'push@project.example',
      scope: expect.stringContaining('firebase.messaging') as string,
    });
    const sent = office.all[1];
    expect(sent?.headers.authorization).toBe('Bearer access');
    const { message } = JSON.parse(sent?.body.toString() ?? '') as {
      message: { data: Record<string, string> };
    };
    expect(message).toMatchObject({
      token: 'device',
      notification: { title: 'alice', body: 'hi' },
      data: { id: '7.1', count: '1' },
      android: {
        priority: 'high',
        collapse_key: 'u:alice|u:bob',
        notification: { sound: 'default', notification_count: 4 },
      },
      apns: { payload: { aps: { badge: 4, sound: 'default', 'content-available': 1 } } },
    });
    expect(JSON.parse(message.data['parrot'] ?? '')).toMatchObject({
      from: { id: 'alice' },
      content: { body: 'hi' },
    });
  });

  const detail = (errorCode: string) => JSON.stringify({ error: { details: [{ errorCode }] } });
  it.each([
    ...USUAL,
    [{ status: 404, body: detail('UNREGISTERED') }, { result: 'gone' }],
    [{ status: 403, body: detail('SENDER_ID_MISMATCH') }, { result: 'gone' }],
    [
      { status: 400, body: 'The registration token is not a valid FCM registration token' },
      { result: 'gone' },
    ],
    [{ status: 404, body: 'no such project' }, { result: 'refused' }],
    [{ status: 400, body: detail('INVALID_ARGUMENT') }, { result: 'refused' }],
  ] as const)('an answer of %j is %j', async (answer, outcome) => {
    const office = await google(() => answer);
    const provider = createFcm({
      serviceAccount: serviceAccount(office.url),
      endpoint: office.url,
      timeout: 300,
    });
    expect(await provider.send(address, notificationOf('x'))).toMatchObject(outcome);
  });

  it('tries again later when the account gets no access token', async () => {
    const office = await newPostOffice(() => ({ status: 400, body: 'invalid_grant' }));
    const provider = createFcm({ serviceAccount: serviceAccount(office.url), endpoint: office.url });
    expect(await provider.send(address, notificationOf('x'))).toEqual({
      result: 'later',
      reason: 'no access token: 400 invalid_grant',
    });
    expect(office.all.map(({ path }) => path)).toEqual(['/token']);
  });

  it('asks for another access token when the one it has is not taken', async () => {
    let first = true;
    const office = await google(() => {
      const status = first ? 401 : 200;
      first = false;
      return { status, body: '{}' };
    });
    const provider = createFcm({ serviceAccount: serviceAccount(office.url), endpoint: office.url });
    expect(await provider.send(address, notificationOf('x'))).toMatchObject({ result: 'later' });
    expect(await provider.send(address, notificationOf('x'))).toEqual({ result: 'sent' });
    expect(office.all.filter(({ path }) => path === '/token')).toHaveLength(2);
  });
});

describe('APNs', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const address: PushAddress = { platform: 'apns', token: 'abcdef0123456789' };

  interface Taken {
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: string;
  }
  /** Speaks HTTP/2 as Apple does, without TLS. */
  const newApple = async (answer: PostAnswer | 'silence' = { status: 200 }) => {
    const taken: Taken[] = [];
    const sessions = new Set<ServerHttp2Session>();
    const server = createHttp2();
    server.on('session', (session) => sessions.add(session));
    server.on('stream', (stream, headers) => {
      let body = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => (body += chunk));
      stream.on('end', () => {
        taken.push({ headers, body });
        if (answer === 'silence') return;
        stream.respond({ ':status': answer.status, ...answer.headers });
        stream.end(answer.body ?? '');
      });
      stream.on('error', () => undefined);
    });
    const url = await listening(server, () => sessions.forEach((session) => session.destroy()));
    const settings = { teamId: 'TEAM', keyId: 'KEY', key: pem(privateKey), topic: 'com.example.chat' };
    return { taken, sessions, provider: createApns({ ...settings, endpoint: url, timeout: 300 }) };
  };

  it('sends over one HTTP/2 connection, with a token of its key and the headers that Apple wants', async () => {
    const { provider, taken, sessions } = await newApple();
    const notification = notificationOf('hi', { badge: 0, sound: 'ding', contentAvailable: true });
    expect(await provider.send(address, notification)).toEqual({ result: 'sent' });
    expect(await provider.send(address, notification)).toEqual({ result: 'sent' });
    expect(sessions.size).toBe(1);
    const [first, second] = taken;
    expect(first?.headers).toMatchObject({
      ':path': '/3/device/abcdef0123456789',
      'apns-topic': 'com.example.chat',
      'apns-push-type': 'alert',
      'apns-priority': '10',
      'apns-id': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
    });
    expect(first?.headers['apns-id']).toBe(second?.headers['apns-id']);
    const token = String(first?.headers['authorization']).replace('bearer ', '');
    const key = await importSPKI(publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'ES256');
    const { payload, protectedHeader } = await jwtVerify(token, key, { issuer: 'TEAM' });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'KEY' });
    expect(payload.iat).toBeGreaterThan(Date.now() / 1000 - 60);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      aps: { alert: { title: 'alice', body: 'hi' }, badge: 0, sound: 'ding', 'content-available': 1 },
      parrot: { from: { id: 'alice', type: 0 }, content: { media: 0, body: 'hi' } },
    });
  });

  it('fits any text into 4,096 bytes', async () => {
    const { provider, taken } = await newApple();
    await provider.send(address, notificationOf('字'.repeat(5000)));
    expect(Buffer.byteLength(taken[0]?.body ?? '')).toBeLessThanOrEqual(4096);
    expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({ truncated: true });
  });

  const because = (status: number, reason: string): PostAnswer => ({
    status,
    body: JSON.stringify({ reason }),
  });
  it.each([
    [because(400, 'BadDeviceToken'), { result: 'gone', reason: '400 BadDeviceToken' }],
    [because(400, 'DeviceTokenNotForTopic'), { result: 'gone' }],
    [because(410, 'Unregistered'), { result: 'gone' }],
    [because(410, 'ExpiredToken'), { result: 'gone' }],
    [because(404, 'BadPath'), { result: 'refused', reason: '404 BadPath' }],
    [because(403, 'ExpiredProviderToken'), { result: 'later' }],
    [because(403, 'InvalidProviderToken'), { result: 'refused' }],
    [because(413, 'PayloadTooLarge'), { result: 'refused' }],
    [because(429, 'TooManyRequests'), { result: 'later' }],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { result: 'later', after: 7000 },
    ],
    [because(500, 'InternalServerError'), { result: 'later' }],
    [because(503, 'Shutdown'), { result: 'later' }],
    ['silence', { result: 'later', reason: 'no answer within 300 ms' }],
  ] as const)('an answer of %j is %j', async (answer, outcome) => {
    const { provider } = await newApple(answer);
    expect(await provider.send(address, notificationOf('x'))).toMatchObject(outcome);
  });
});
