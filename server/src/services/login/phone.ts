import type { AccountStore } from '../../ports/accounts';
import { networkOf } from '../accounts/address';
import type { Attempts } from '../accounts/attempts';
import type { Codes } from '../accounts/codes';
import { readPassword, readPhone } from '../accounts/credentials';
import { notPermitted } from '../failure';
import type { Authenticator } from './authenticator';

export interface PhoneLogin {
  readonly accounts: AccountStore;
  readonly codes: Codes;
  readonly guesses: Attempts | undefined;
}

/** Mode 3. Whoever knows the code has the phone; the account is made at its first login. */
export const phoneAuthenticator =
  ({ accounts, codes, guesses }: PhoneLogin): Authenticator =>
  async (app, { phone, password }, address) => {
    const number = readPhone(phone);
    const code = readPassword(password);
    const logIn = async (): ReturnType<Authenticator> => {
      if (!(await codes.take(app.id, number, code))) throw notPermitted('wrong or expired code');
      const id = await accounts.claim(app.id, { kind: 'phone', value: number });
      return { identity: { kind: 'user', id } };
    };
    return guesses?.run([`${app.id}/phone/${number}`, networkOf(address)], logIn) ?? logIn();
  };
