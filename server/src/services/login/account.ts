import type { Limits } from '../../limits';
import type { AccountStore } from '../../ports/accounts';
import { networkOf } from '../accounts/address';
import type { Attempts } from '../accounts/attempts';
import { readName, readPassword } from '../accounts/credentials';
import type { Passwords } from '../accounts/passwords';
import { notPermitted } from '../failure';
import type { Authenticator } from './authenticator';

export interface AccountLogin {
  readonly accounts: AccountStore;
  readonly passwords: Passwords;
  readonly limits: Pick<Limits, 'passwordMost'>;
  readonly guesses: Attempts | undefined;
}

/** Mode 2. An unknown name and a wrong password are refused alike, in what is said and in how long it takes. */
export const accountAuthenticator =
  ({ accounts, passwords, limits, guesses }: AccountLogin): Authenticator =>
  async (app, { username, password }, address) => {
    const name = readName(username);
    const given = readPassword(password, limits.passwordMost);
    const logIn = async (): ReturnType<Authenticator> => {
      const account = await accounts.find(app.id, { kind: 'name', value: name });
      const right = await passwords.verify(given, account?.passwordHash);
      if (!right || account === undefined) throw notPermitted('wrong name or password');
      return { identity: { kind: 'user', id: account.id }, generation: account.generation };
    };
    return guesses?.run([`${app.id}/name/${name}`, networkOf(address)], logIn) ?? logIn();
  };
