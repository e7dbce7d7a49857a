import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import type { AppOptions } from 'rxim-server';
import { newServer } from '../support/new-server';
import { login, refusal } from './clients';

const SECRET = 'a secret of at least 32 bytes, this one';
const HOUR = 3600;

type TokenKey = NonNullable<AppOptions['tokenKey']>;

const newTokenServer = (tokenKey: TokenKey = { algorithm: 'HS256', secret: SECRET }) =>
  newServer({ apps: [{ id: 'demo', clientKey: 'the-client-key', masterKey: 'the-master-key', tokenKey }] });

const now = (): number => Math.floor(Date.now() / 1000);

/** `undefined` takes a claim away. */
type Claims = { readonly [K in keyof JWTPayload]: JWTPayload[K] | undefined };

const sign = (
  claims: Claims,
  key: KeyObject | Buffer = Buffer.from(SECRET),
  alg = 'HS256',
): Promise<string> =>
  new SignJWT({ sub: 'alice', iat: now(), exp: now() + HOUR, ...claims } as JWTPayload)
    .setProtectedHeader({ alg })
    .sign(key);

describe('login with a token of the application', () => {
  it('lets in the user that is its subject', async () => {
    const server = await newTokenServer();
    expect(await login(server, { token: await sign({}) })).toMatchObject({ id: 'alice' });
  });

  it('takes keys of RSA and of elliptic curves', async () => {
    const pairs = [
      ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
      ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ] as const;
    for (const [algorithm, { publicKey, privateKey }] of pairs) {
      const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
      const server = await newTokenServer({ algorithm, publicKey: pem });
      await login(server, { token: await sign({}, privateKey, algorithm) });
      // Who knows the public key must not be able to sign with it.
      expect(await refusal(server, { token: await sign({}, Buffer.from(pem)) })).toMatchObject({
        error: 5003,
      });
    }
  });

  it('takes clocks that are a minute apart', async () => {
    const server = await newTokenServer();
    await login(server, { token: await sign({ iat: now() - HOUR, exp: now() - 30 }) });
    await login(server, { token: await sign({ iat: now() + 30 }) });
  });

  it('takes a token that lives for 24 hours', async () => {
    const server = await newTokenServer();
    await login(server, { token: await sign({ exp: now() + 24 * HOUR }) });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['has expired', () => sign({ iat: now() - HOUR, exp: now() - 120 })],
    ['comes from the future', () => sign({ iat: now() + 120 })],
    ['lives for longer than 24 hours', () => sign({ exp: now() + 25 * HOUR })],
    ['never expires', () => sign({ exp: undefined })],
    ['does not say when it was made', () => sign({ iat: undefined })],
    ['is not good yet', () => sign({ nbf: now() + 120 })],
    ['is for nobody', () => sign({ sub: undefined })],
    ['is for what is no user id', () => sign({ sub: 'alice/../bob' })],
    ['is signed with another secret', () => sign({}, Buffer.from('another secret of at least 32 bytes'))],
    ['is signed by another algorithm', () => sign({}, Buffer.from(SECRET.repeat(2)), 'HS512')],
    [
      'is not signed',
      () => Promise.resolve(new UnsecuredJWT({ sub: 'alice', iat: now(), exp: now() + 60 }).encode()),
    ],
    ['is none', () => Promise.resolve('a.b.c')],
    ['is no string', () => Promise.resolve({})],
  ])('refuses a token that %s', async (_, make) => {
    const server = await newTokenServer();
    expect(await refusal(server, { token: await make() })).toMatchObject({ error: 5003 });
  });

  it('refuses a session token: it is of this server, not of the application', async () => {
    const server = await newTokenServer();
    const { token } = await login(server, { client: 'alice' });
    expect(await refusal(server, { token })).toMatchObject({ error: 5003 });
  });

  it('can ask for an issuer and an audience', async () => {
    const server = await newTokenServer({
      algorithm: 'HS256',
      secret: SECRET,
      issuer: 'backend',
      audience: 'chat',
    });
    await login(server, { token: await sign({ iss: 'backend', aud: 'chat' }) });
    for (const claims of [{}, { iss: 'backend' }, { iss: 'backend', aud: 'shop' }])
      expect(await refusal(server, { token: await sign(claims) })).toMatchObject({ error: 5003 });
  });

  it('is refused for an application without a key', async () => {
    expect(await refusal(await newServer(), { token: await sign({}) })).toMatchObject({ error: 5003 });
  });
});
