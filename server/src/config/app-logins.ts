import { createPublicKey, type KeyObject } from 'node:crypto';
import { Type, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { OpenIdProvider } from '../ports/oauth';
import type { TokenKey } from '../services/context';
import { ConfigError } from './config-error';
import { checkPush } from './app-push';
import type { AppOptions } from './options';

const Text = Type.String({ minLength: 1 });
const Claims = { issuer: Type.Optional(Text), audience: Type.Optional(Text) };
const exactly = { additionalProperties: false };

const TokenKeySchema = Type.Union([
  Type.Object({ algorithm: Type.Literal('HS256'), secret: Text, ...Claims }, exactly),
  Type.Object(
    { algorithm: Type.Union([Type.Literal('RS256'), Type.Literal('ES256')]), publicKey: Text, ...Claims },
    exactly,
  ),
]);

const OpenIdSchema = Type.Array(
  Type.Object({ issuer: Text, audience: Type.Union([Text, Type.Array(Text, { minItems: 1 })]) }, exactly),
);

const checkShape = (schema: TSchema, value: unknown, expected: string): void => {
  if (!Value.Check(schema, value)) throw new ConfigError(`expected ${expected}`);
};

const publicKeyOf = (pem: string): KeyObject => {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new ConfigError('publicKey expected a public key in PEM', { cause });
  }
};

const checkTokenKey = (key: TokenKey): void => {
  checkShape(
    TokenKeySchema,
    key,
    'algorithm HS256 and a secret, or RS256 or ES256 and a publicKey; issuer and audience may be there',
  );
  if (key.algorithm === 'HS256') {
    // A shorter one can be found by trying (RFC 7518, section 3.2).
    if (Buffer.byteLength(key.secret) < 32) throw new ConfigError('secret expected at least 32 bytes');
    return;
  }
  if (key.publicKey.includes('PRIVATE KEY'))
    throw new ConfigError('publicKey expected a public key, and got a private one');
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKeyOf(key.publicKey);
  const fits =
    key.algorithm === 'RS256' ? type === 'rsa' : type === 'ec' && details?.namedCurve === 'prime256v1';
  if (!fits) throw new ConfigError(`publicKey expected a key for ${key.algorithm}`);
};

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Whoever stands between could send keys of its own. */
const checkIssuer = (issuer: string): void => {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && LOOPBACK.test(url.hostname)))
    throw new ConfigError(`issuer expected an https URL, got ${JSON.stringify(issuer)}`);
};

const checkOpenId = (providers: readonly OpenIdProvider[]): void => {
  checkShape(OpenIdSchema, providers, 'a list of { issuer, audience }');
  for (const { issuer } of providers) checkIssuer(issuer);
};

/** Refuses what an application could not be logged in to with, or could not notify by, at the start rather than at the first login. */
export const checkLogins = ({
  id,
  tokenKey,
  openId,
  push,
}: Pick<AppOptions, 'id' | 'tokenKey' | 'openId' | 'push'>): void => {
  const check = (name: string, of: () => void): void => {
    try {
      of();
    } catch (cause) {
      throw new ConfigError(`application "${id}": ${name}: ${(cause as Error).message}`, { cause });
    }
  };
  if (tokenKey !== undefined) check('tokenKey', () => checkTokenKey(tokenKey));
  if (openId !== undefined) check('openId', () => checkOpenId(openId));
  if (push !== undefined) check('push', () => checkPush(push));
};
