import { SignJWT, errors, jwtVerify, type JWTHeaderParameters, type JWTPayload } from 'jose';
import type { Identity } from 'rxim/protocol';
import type { SessionStore } from '../ports/accounts';
import type { Key } from '../ports/keyring';
import type { Caller } from './caller';
import type { Config, Tokens } from './context';
import type { TokenKeys } from './token-keys';

const ISSUER = 'rxim';
const ALGORITHM = 'HS256';

/** Users and guests have ids of their own, so a subject tells which of the two it is. */
const subjectOf = ({ kind, id }: Identity): string => `${kind}:${id}`;

const identityOf = (subject: string | undefined): Identity | undefined => {
  const [, kind, id] = /^(user|guest):(.+)$/.exec(subject ?? '') ?? [];
  return id === undefined ? undefined : { kind: kind as Identity['kind'], id };
};

const callerOf = ({ aud: app, sub, ...claims }: JWTPayload): Caller | undefined => {
  const identity = identityOf(sub);
  const { sid: id, gen: generation } = claims;
  return identity && typeof app === 'string' && typeof id === 'string' && typeof generation === 'number'
    ? { app, identity, session: { id, generation } }
    : undefined;
};

const bytesOf = ({ secret }: Key): Uint8Array => Buffer.from(secret, 'base64url');

/** Session tokens: JWTs that this server signs and nobody else reads. */
export const createTokens = (
  { apps, limits }: Pick<Config, 'apps' | 'limits'>,
  keys: TokenKeys,
  sessions: SessionStore,
): Tokens => {
  const checks = {
    algorithms: [ALGORITHM],
    issuer: ISSUER,
    audience: [...apps.keys()],
    requiredClaims: ['sub', 'exp', 'iat'],
  };
  const keyOfToken = async ({ kid }: JWTHeaderParameters): Promise<Uint8Array> => {
    const key = await keys.named(kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return bytesOf(key);
  };
  return {
    async issue({ app, identity, session }) {
      const expiresIn = limits.sessionToken;
      const key = await keys.toSign();
      const token = await new SignJWT({ sid: session.id, gen: session.generation })
        .setProtectedHeader({ alg: ALGORITHM, kid: key.id })
        .setIssuer(ISSUER)
        .setAudience(app)
        .setSubject(subjectOf(identity))
        .setIssuedAt()
        .setExpirationTime(`${expiresIn}s`)
        .sign(bytesOf(key));
      return { token, expiresIn };
    },

    async verify(token): Promise<Caller | undefined> {
      try {
        const { payload } = await jwtVerify(token, keyOfToken, checks);
        const caller = callerOf(payload);
        const current = caller && (await sessions.isCurrent(caller.app, caller.identity, caller.session));
        return current ? caller : undefined;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
};
