import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { OAuthSubject, OAuthVerifier, OpenIdProvider } from '../ports/oauth';

/** Public-key algorithms only: with a shared secret, whoever can check tokens can make them too. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_SKEW = '60s';
const TIMEOUT = 5000;

/** Where the issuer says that its keys are (OpenID Connect Discovery 1.0, section 4). */
const discover = async (issuer: string): Promise<JWTVerifyGetKey> => {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  const { issuer: named, jwks_uri: keys } = (await answer.json()) as Readonly<Record<string, unknown>>;
  if (named !== issuer || typeof keys !== 'string') throw new Error(`${url} does not describe ${issuer}`);
  return createRemoteJWKSet(new URL(keys), { timeoutDuration: TIMEOUT });
};

/** The issuer has keys, and none of them is the token's. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;

/** An issuer's keys, looked up at the first token and kept; what fails is tried again at the next one. */
const keysOf = (issuer: string): JWTVerifyGetKey => {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    try {
      return await (
        await (keys ??= discover(issuer))
      )(header, token);
    } catch (cause) {
      if (isOfToken(cause)) throw cause;
      keys = undefined;
      throw new Error(`the keys of ${issuer} cannot be had`, { cause });
    }
  };
};

const verify = async (
  token: string,
  { issuer, audience }: OpenIdProvider,
  keys: JWTVerifyGetKey,
): Promise<OAuthSubject | undefined> => {
  const ours = [audience].flat();
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience: ours,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_SKEW,
    requiredClaims: ['sub', 'exp', 'iat'],
  });
  // A token for several must have been asked for by this application (OpenID Connect Core 1.0, section 3.1.3.7).
  const { sub: subject, azp } = payload;
  const isForUs = azp === undefined || ours.some((each) => each === azp);
  return isForUs && subject !== undefined ? { provider: issuer, subject } : undefined;
};

/**
 * Verifies id tokens of OpenID Connect: `oauth: { id_token }`. Issuer, audience and expiry must be right, and the signature
 * by a key that the issuer publishes.
 */
export const openIdConnect = (providersOf: (app: string) => readonly OpenIdProvider[]): OAuthVerifier => {
  const known = new Map<string, JWTVerifyGetKey>();
  const keysFor = (issuer: string): JWTVerifyGetKey => {
    const keys = known.get(issuer) ?? keysOf(issuer);
    known.set(issuer, keys);
    return keys;
  };

  return async (app, { id_token: token }) => {
    if (typeof token !== 'string') return undefined;
    try {
      const { iss } = decodeJwt(token);
      const provider = providersOf(app).find(({ issuer }) => issuer === iss);
      return provider && (await verify(token, provider, keysFor(provider.issuer)));
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };
};
