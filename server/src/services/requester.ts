import type { Identity } from 'rxim/protocol';
import type { SessionMark } from '../ports/accounts';
import type { AppConfig, Context } from './context';
import { unauthenticated } from './failure';
import { sameSecret, signedWith } from './keys';

/** Who makes a request, and in which application. */
export type Requester =
  | {
      readonly app: string;
      readonly kind: Identity['kind'];
      readonly id: string;
      /** The session that the token was made in. */
      readonly session: SessionMark;
    }
  | { readonly app: string; readonly kind: 'application' | 'administrator' };

/** How a request says who makes it (PROTOCOL.md, section 8). */
export interface Proof {
  readonly app?: string | undefined;
  /** Session token. */
  readonly token?: string | undefined;
  readonly key?: string | undefined;
  readonly sign?: string | undefined;
}

type Known = Pick<Context, 'config' | 'tokens'>;

/** Who asks; throws NotPermitted, as 401, if that is not proved. */
export const requesterOf = async ({ config, tokens }: Known, proof: Proof): Promise<Requester> => {
  if (proof.token !== undefined) {
    const caller = await tokens.verify(proof.token);
    if (caller === undefined) throw unauthenticated('the session token is not valid, or not any more');
    if (proof.app !== undefined && proof.app !== caller.app) {
      throw unauthenticated('the session token is of another application');
    }
    return { app: caller.app, ...caller.identity, session: caller.session };
  }
  const app = config.apps.get(proof.app ?? '');
  const kind = app && holderOf(app, proof, config.legacy);
  if (app === undefined || kind === undefined) throw unauthenticated('expected a session token or a key');
  return { app: app.id, kind };
};

/** Only the key itself administers: a signature with the master key would be good for ever, whoever overhears it. */
const holderOf = (
  app: AppConfig,
  { key, sign }: Proof,
  legacy: boolean,
): 'application' | 'administrator' | undefined => {
  if (key !== undefined && sameSecret(key, app.masterKey)) return 'administrator';
  if (!legacy) return undefined;
  if (key !== undefined) return sameSecret(key, app.clientKey) ? 'application' : undefined;
  return sign !== undefined && signedWith(app.clientKey, sign) ? 'application' : undefined;
};
