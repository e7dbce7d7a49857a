import type { AccountStore, SessionStore } from '../../ports/accounts';
import { networkOf } from '../accounts/address';
import type { Attempts } from '../accounts/attempts';
import type { Codes } from '../accounts/codes';
import { readPassword, readPhone } from '../accounts/credentials';
import { notPermitted } from '../failure';
import type { Authenticator } from './authenticator';
import type { PhoneSecrets } from './phone-secret';

/** Characters of a code or a secret at the most. */
const SECRET_LENGTH = 128;

export interface PhoneLogin {
  readonly store: { readonly accounts: AccountStore; readonly sessions: SessionStore };
  readonly codes: Codes;
  readonly secrets: PhoneSecrets;
  readonly guesses: Attempts | undefined;
}

/**
 * Mode 3. Whoever knows the code has the phone; the account is made at its first login. The secret that comes with a login
 * takes the place of the code at the next one.
 */
export const phoneAuthenticator = ({ store, codes, secrets, guesses }: PhoneLogin): Authenticator => {
  const logIn = async (app: string, phone: string, password: string): ReturnType<Authenticator> => {
    const known = secrets.generationOf(password, { app, phone });
    if (known === undefined && !(await codes.take(app, phone, password)))
      throw notPermitted('wrong or expired code');
    const id = await store.accounts.claim(app, { kind: 'phone', value: phone });
    const identity = { kind: 'user', id } as const;
    const generation = known ?? (await store.sessions.generation(app, identity));
    return { identity, generation, secret: secrets.issue({ app, phone, generation }) };
  };
  return async ({ id: app }, { phone, password }, address) => {
    const number = readPhone(phone);
    const given = readPassword(password, SECRET_LENGTH);
    const keys = [`${app}/phone/${number}`, networkOf(address)];
    return guesses?.run(keys, () => logIn(app, number, given)) ?? logIn(app, number, given);
  };
};
