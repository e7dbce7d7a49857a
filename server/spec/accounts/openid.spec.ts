import { SignJWT, UnsecuredJWT, generateKeyPair } from 'jose';
import type { ServerOptions } from 'rxim-server';
import { newServer } from '../support/new-server';
import { login, refusal } from './clients';
import { startOpenIdProvider, type OpenIdProviderProcess } from './openid-provider';

const KEYS = { clientKey: 'the-client-key', masterKey: 'the-master-key' };

let provider: OpenIdProviderProcess;
beforeAll(async () => {
  provider = await startOpenIdProvider();
});
afterAll(() => provider.stop());

const options = (): ServerOptions => ({
  apps: [{ id: 'demo', ...KEYS, openId: [{ issuer: provider.issuer, audience: 'chat-app' }] }],
});

const oauth = (id_token: unknown) => ({ oauth: { id_token } });

const claims = (over: object = {}) => {
  const now = Math.floor(Date.now() / 1000);
  return { iss: provider.issuer, aud: 'chat-app', sub: 'alice', iat: now, exp: now + 300, ...over };
};

describe('login with an id token of OpenID Connect', () => {
  it('lets in whom the provider has let in, as the same user every time', async () => {
    const server = await newServer(options());
    const { id } = await login(server, oauth(await provider.idToken('alice')));
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await login(server, oauth(await provider.idToken('alice')))).toMatchObject({ id });
    const bob = await login(server, oauth(await provider.idToken('bob')));
    expect(bob.id).not.toBe(id);
  });

  it('takes several client ids, one for each platform', async () => {
    const audience = ['chat-app', 'another-app'];
    const server = await newServer({
      apps: [{ id: 'demo', ...KEYS, openId: [{ issuer: provider.issuer, audience }] }],
    });
    const one = await login(server, oauth(await provider.idToken('alice')));
    const other = await login(server, oauth(await provider.idToken('alice', 'another-app')));
    expect(other.id).toBe(one.id);
  });

  it('refuses a token that the provider gave to another application', async () => {
    const server = await newServer(options());
    const token = await provider.idToken('alice', 'another-app');
    expect(await refusal(server, oauth(token))).toMatchObject({ error: 5003 });
  });

  it.each([
    ['has expired', () => provider.sign(claims({ iat: 1000, exp: 2000 }))],
    ['never expires', () => provider.sign(claims({ exp: undefined }))],
    ['is for nobody', () => provider.sign(claims({ sub: undefined }))],
    [
      'is for others as well, who asked for it',
      () => provider.sign(claims({ aud: ['chat-app', 'x'], azp: 'x' })),
    ],
    ['comes from somebody else', () => provider.sign(claims({ iss: 'https://accounts.example.com' }))],
    ['names a key that the provider does not have', () => provider.sign(claims(), { kid: 'other' })],
    ['is not signed', () => Promise.resolve(new UnsecuredJWT(claims()).encode())],
    [
      'is signed with another key',
      async () => {
        const { privateKey } = await generateKeyPair('RS256');
        return new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey);
      },
    ],
    [
      'is signed with a shared secret',
      () =>
        new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.alloc(32, 'x')),
    ],
    ['is none', () => Promise.resolve('a.b.c')],
    ['is no string', () => Promise.resolve(42)],
  ])('refuses a token that %s', async (_, make) => {
    const server = await newServer(options());
    await login(server, oauth(await provider.sign(claims())));
    expect(await refusal(server, oauth(await make()))).toMatchObject({ error: 5003 });
  });

  it('is refused for an application without a provider', async () => {
    const server = await newServer();
    expect(await refusal(server, oauth(await provider.idToken('alice')))).toMatchObject({ error: 5003 });
  });

  it('may be tried again when the provider cannot be asked', async () => {
    const gone = await startOpenIdProvider();
    const apps = [{ id: 'demo', ...KEYS, openId: [{ issuer: gone.issuer, audience: 'chat-app' }] }];
    const server = await newServer({ apps });
    const token = await gone.sign({ ...claims(), iss: gone.issuer });
    gone.stop();
    expect(await refusal(server, oauth(token))).toMatchObject({ error: 5014 });
  });
});

describe('login by a verifier of the application', () => {
  const server = () =>
    newServer({
      oauth: (app, { code }) => {
        if (code === 'down') return Promise.reject(new Error('no answer'));
        return Promise.resolve(
          app === 'demo' && code === 'good' ? { provider: 'wechat', subject: 'openid-1' } : undefined,
        );
      },
    });

  it('is the account of what the verifier says', async () => {
    const running = await server();
    const { id } = await login(running, { oauth: { code: 'good' } });
    expect(await login(running, { oauth: { code: 'good' } })).toMatchObject({ id });
  });

  it('is refused where the verifier is not convinced', async () => {
    expect(await refusal(await server(), { oauth: { code: 'bad' } })).toMatchObject({ error: 5003 });
  });

  it('may be tried again when the verifier fails', async () => {
    expect(await refusal(await server(), { oauth: { code: 'down' } })).toMatchObject({ error: 5014 });
  });

  it.each(['text', 42, [], true])('takes no %j', async (oauth) => {
    expect(await refusal(await server(), { oauth })).toMatchObject({ error: 5001 });
  });
});
