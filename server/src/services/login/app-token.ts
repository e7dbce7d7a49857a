import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { USER_ID } from 'rxim/protocol';
import type { Limits } from '../../limits';
import type { UserStore } from '../../ports/store';
import type { TokenKey } from '../context';
import { notPermitted } from '../failure';
import type { Authenticator } from './authenticator';

type TokenLimits = Pick<Limits, 'appToken' | 'clockSkew'>;

export const keyOf = (key: TokenKey): KeyObject =>
  key.algorithm === 'HS256' ? createSecretKey(Buffer.from(key.secret)) : createPublicKey(key.publicKey);

/** The claims of a token that is good now. The algorithm is the key's, whatever the token says. */
const verified = async (
  token: string,
  key: TokenKey,
  { appToken, clockSkew }: TokenLimits,
): Promise<JWTPayload | undefined> => {
  try {
    const { payload } = await jwtVerify(token, keyOf(key), {
      algorithms: [key.algorithm],
      clockTolerance: clockSkew,
      maxTokenAge: appToken,
      requiredClaims: ['sub', 'exp', 'iat'],
      ...(key.audience !== undefined && { audience: key.audience }),
      ...(key.issuer !== undefined && { issuer: key.issuer }),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};

/** Mode 6. The application's own backend says who it is. */
export const tokenAuthenticator =
  (users: UserStore, limits: TokenLimits): Authenticator =>
  async (app, { token }) => {
    if (app.tokenKey === undefined) throw notPermitted('this application has no key for tokens');
    const claims = typeof token === 'string' ? await verified(token, app.tokenKey, limits) : undefined;
    if (claims === undefined) throw notPermitted('the token is not valid, or not any more');
    const { sub: id = '', exp = Infinity, iat = 0 } = claims;
    // Told at the first login already, not when the token is too old.
    if (exp - iat > limits.appToken)
      throw notPermitted(`a token may live for ${limits.appToken} seconds at the most`);
    if (!USER_ID.test(id)) throw notPermitted('the token expected a user id for its subject');
    await users.touch(app.id, id);
    return { identity: { kind: 'user', id } };
  };
