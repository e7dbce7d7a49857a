import type { Logger } from 'pino';
import type { OAuthVerifier } from './ports/oauth';
import type { Hub } from './ports/hub';
import type { SmsSender } from './ports/sms';
import type { Store } from './ports/store';
import { logSms, noSms } from './providers/log-sms';
import { openIdConnect } from './providers/openid-connect';
import { Accounts } from './services/accounts/accounts';
import { Attempts } from './services/accounts/attempts';
import { Codes } from './services/accounts/codes';
import { Passwords } from './services/accounts/passwords';
import type { Config } from './services/context';
import { accountAuthenticator } from './services/login/account';
import { tokenAuthenticator } from './services/login/app-token';
import type { Authenticators } from './services/login/authenticator';
import { oauthAuthenticator } from './services/login/oauth';
import { phoneAuthenticator } from './services/login/phone';
import { PhoneSecrets } from './services/login/phone-secret';

export interface AccountsContext {
  readonly config: Config;
  readonly store: Store;
  readonly hub: Hub;
  readonly log: Logger;
  /** @default the log, where user ids are trusted; nothing elsewhere */
  readonly sms: SmsSender | undefined;
  /** @default OpenID Connect, as the applications are configured */
  readonly oauth: OAuthVerifier | undefined;
}

export interface AccountsAndLogins {
  readonly accounts: Accounts;
  readonly authenticators: Authenticators;
}

/** Accounts of this server, and the ways to log in that stand on them. */
export const createAccounts = async ({
  config,
  store,
  hub,
  log,
  sms = config.trustUserIds ? logSms(log) : noSms,
  oauth = openIdConnect((app) => config.apps.get(app)?.openId ?? []),
}: AccountsContext): Promise<AccountsAndLogins> => {
  const { limits, rateLimits } = config;
  const attempts = (): Attempts | undefined =>
    rateLimits ? new Attempts({ burst: limits.loginBurst, interval: limits.loginInterval }) : undefined;
  const secret = await store.secret('phone-code');
  const codes = new Codes({ store: store.codes, sms, limits, rateLimits, secret });
  const secrets = new PhoneSecrets(await store.secret('phone-login'), limits.phoneLogin);
  const passwords = new Passwords(limits);
  const guesses = attempts();
  const { accounts } = store;
  return {
    accounts: new Accounts({ store, hub, passwords, codes, limits, guesses, requests: attempts() }),
    authenticators: {
      username: accountAuthenticator({ accounts, passwords, limits, guesses }),
      phone: phoneAuthenticator({ store, codes, secrets, guesses }),
      oauth: oauthAuthenticator({ accounts, verify: oauth }),
      token: tokenAuthenticator(store.users, limits),
    },
  };
};
