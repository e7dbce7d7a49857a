import { SignJWT, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Identity } from 'rxim/protocol';
import type { SessionStore } from '../ports/accounts';
import type { Caller } from './caller';
import type { Config, Tokens } from './context';

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

/** Session tokens: JWTs that this server signs and nobody else reads. `secret` is base64url. */
export const createTokens = (
  { apps, limits }: Pick<Config, 'apps' | 'limits'>,
  secret: string,
  sessions: SessionStore,
): Tokens => {
  const key = Buffer.from(secret, 'base64url');
  const checks = {
    algorithms: [ALGORITHM],
    issuer: ISSUER,
    audience: [...apps.keys()],
    requiredClaims: ['sub', 'exp', 'iat'],
  };
  return {
    async issue({ app, identity, session }) {
      const expiresIn = limits.sessionToken;
      const token = await new SignJWT({ sid: session.id, gen: session.generation })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuer(ISSUER)
        .setAudience(app)
        .setSubject(subjectOf(identity))
        .setIssuedAt()
        .setExpirationTime(`${expiresIn}s`)
        .sign(key);
      return { token, expiresIn };
    },

    async verify(token): Promise<Caller | undefined> {
      try {
        const { payload } = await jwtVerify(token, key, checks);
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
