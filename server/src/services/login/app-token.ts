import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { USER_ID } from 'rxim/protocol';
import type { UserStore } from '../../ports/store';
import type { TokenKey } from '../context';
import { notPermitted } from '../failure';
import type { Authenticator } from './authenticator';

const CLOCK_SKEW = 60;
const LONGEST = 24 * 60 * 60;

export const keyOf = (key: TokenKey): KeyObject =>
  key.algorithm === 'HS256' ? createSecretKey(Buffer.from(key.secret)) : createPublicKey(key.publicKey);

/** The claims of a token that is good now. The algorithm is the key's, whatever the token says. */
const verified = async (token: string, key: TokenKey): Promise<JWTPayload | undefined> => {
  try {
    const { payload } = await jwtVerify(token, keyOf(key), {
      algorithms: [key.algorithm],
      clockTolerance: CLOCK_SKEW,
      maxTokenAge: LONGEST,
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

/** Told at the first login already, not when the token is a day old. */
const livesTooLong = ({ exp = Infinity, iat = 0 }: JWTPayload): boolean => exp - iat > LONGEST;

/** Mode 6. The application's own backend says who it is. */
export const tokenAuthenticator =
  (users: UserStore): Authenticator =>
  async (app, { token }) => {
    if (app.tokenKey === undefined) throw notPermitted('this application has no key for tokens');
    const claims = typeof token === 'string' ? await verified(token, app.tokenKey) : undefined;
    if (claims === undefined) throw notPermitted('the token is not valid, or not any more');
    if (livesTooLong(claims)) throw notPermitted('a token may live for 24 hours at the most');
    const { sub: id = '' } = claims;
    if (!USER_ID.test(id)) throw notPermitted('the token expected a user id for its subject');
    await users.touch(app.id, id);
    return { identity: { kind: 'user', id } };
  };
