import { ErrorCode } from 'rxim/protocol';
import type { AccountStore } from '../../ports/accounts';
import type { OAuthSubject, OAuthVerifier } from '../../ports/oauth';
import { Failure, invalid, notPermitted } from '../failure';
import type { Authenticator } from './authenticator';

export interface OAuthLogin {
  readonly accounts: AccountStore;
  readonly verify: OAuthVerifier;
}

/** Mode 4. What the verifier takes for the same user is the same account, made at its first login. */
export const oauthAuthenticator =
  ({ accounts, verify }: OAuthLogin): Authenticator =>
  async (app, { oauth }) => {
    if (typeof oauth !== 'object' || oauth === null || Array.isArray(oauth))
      throw invalid('oauth expected an object');
    let subject: OAuthSubject | undefined;
    try {
      subject = await verify(app.id, oauth as Readonly<Record<string, unknown>>);
    } catch (cause) {
      throw new Failure(ErrorCode.Unavailable, 'the third party cannot be asked', { cause });
    }
    if (subject === undefined) throw notPermitted('the third party does not vouch for this');
    const value = JSON.stringify([subject.provider, subject.subject]);
    const id = await accounts.claim(app.id, { kind: 'oauth', value });
    return { identity: { kind: 'user', id } };
  };
