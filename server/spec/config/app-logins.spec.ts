import { generateKeyPairSync } from 'node:crypto';
import { checkLogins } from '../../src/config/app-logins';

const pem = (type: 'rsa' | 'P-256' | 'P-384', half: 'public' | 'private' = 'public'): string => {
  const { publicKey, privateKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: type });
  return (
    half === 'public'
      ? publicKey.export({ type: 'spki', format: 'pem' })
      : privateKey.export({ type: 'pkcs8', format: 'pem' })
  ) as string;
};

const check = (logins: Record<string, unknown>) => () => checkLogins({ id: 'demo', ...logins });

describe('the logins of an application', () => {
  it.each([
    [{ tokenKey: { algorithm: 'HS256', secret: 'x'.repeat(32) } }],
    [{ tokenKey: { algorithm: 'HS256', secret: 'x'.repeat(32), issuer: 'backend', audience: 'chat' } }],
    [{ tokenKey: { algorithm: 'RS256', publicKey: pem('rsa') } }],
    [{ tokenKey: { algorithm: 'ES256', publicKey: pem('P-256') } }],
    [{ openId: [{ issuer: 'https://accounts.google.com', audience: 'chat' }] }],
    [{ openId: [{ issuer: 'http://127.0.0.1:4000', audience: ['ios', 'android'] }] }],
    [{}],
  ])('may be %j', (logins) => {
    expect(check(logins)).not.toThrow();
  });

  it.each([
    [
      'a secret that is too short',
      { tokenKey: { algorithm: 'HS256', secret: 'x'.repeat(31) } },
      'at least 32 bytes',
    ],
    ['an algorithm that is none', { tokenKey: { algorithm: 'none' } }, 'tokenKey: expected algorithm'],
    [
      'a secret for a public key',
      { tokenKey: { algorithm: 'RS256', secret: 'x'.repeat(32) } },
      'tokenKey: expected',
    ],
    [
      'a setting that there is not',
      { tokenKey: { algorithm: 'HS256', secret: 'x'.repeat(32), alg: 1 } },
      'tokenKey',
    ],
    ['a key that is none', { tokenKey: { algorithm: 'RS256', publicKey: 'hello' } }, 'in PEM'],
    ['a private key', { tokenKey: { algorithm: 'RS256', publicKey: pem('rsa', 'private') } }, 'private'],
    [
      'a key of another kind',
      { tokenKey: { algorithm: 'RS256', publicKey: pem('P-256') } },
      'a key for RS256',
    ],
    [
      'a key of another curve',
      { tokenKey: { algorithm: 'ES256', publicKey: pem('P-384') } },
      'a key for ES256',
    ],
    ['an issuer over http', { openId: [{ issuer: 'http://example.com', audience: 'x' }] }, 'https'],
    ['an issuer that is no URL', { openId: [{ issuer: 'google', audience: 'x' }] }, 'https'],
    ['an issuer for nobody', { openId: [{ issuer: 'https://example.com' }] }, 'openId: expected'],
    [
      'providers that are no list',
      { openId: { issuer: 'https://example.com', audience: 'x' } },
      'openId: expected',
    ],
  ])('are not %s', (_, logins, message) => {
    expect(check(logins)).toThrow(message);
    expect(check(logins)).toThrow(/^application "demo": /);
  });
});
