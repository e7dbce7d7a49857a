import type { Account } from 'rxim/protocol';
import type { Limits } from '../../limits';
import type { AccountStore, SessionStore } from '../../ports/accounts';
import type { Hub } from '../../ports/hub';
import type { InstallationStore } from '../../ports/push';
import type { Caller } from '../caller';
import { invalid, notPermitted } from '../failure';
import { endSessions } from '../standing';
import { networkOf } from './address';
import type { Attempts } from './attempts';
import type { Codes } from './codes';
import { readName, readNewPassword, readPassword, readPhone } from './credentials';
import type { Passwords } from './passwords';

export interface AccountsOptions {
  readonly store: {
    readonly accounts: AccountStore;
    readonly sessions: SessionStore;
    readonly installations: InstallationStore;
  };
  readonly hub: Hub;
  readonly passwords: Passwords;
  readonly codes: Codes;
  readonly limits: Pick<Limits, 'passwordLeast' | 'passwordMost'>;
  /** Wrong passwords. Absent where no rates are enforced. */
  readonly guesses: Attempts | undefined;
  /** Codes asked for. Absent where no rates are enforced. */
  readonly requests: Attempts | undefined;
}

/** What the account routes do; the ways to log in are in services/login. */
export class Accounts {
  constructor(private readonly options: AccountsOptions) {}

  async register(
    app: string,
    { username, password }: { username: unknown; password: unknown },
  ): Promise<Account> {
    const { store, passwords, limits } = this.options;
    const name = readName(username);
    const hash = await passwords.hash(readNewPassword(password, limits, 'password'));
    return { id: await store.accounts.create(app, { kind: 'name', value: name }, hash) };
  }

  /** Sends a login code, whether the number is known or not. */
  async sendCode(app: string, phone: unknown, address: string): Promise<void> {
    const number = readPhone(phone);
    this.options.requests?.count([networkOf(address)]);
    await this.options.codes.send(app, number);
  }

  /** Ends every session and token but the caller's own, and unbinds every installation but the one that it names. */
  async changePassword(
    { app, identity, session }: Caller,
    change: { oldPassword: unknown; newPassword: unknown; install?: string | undefined },
  ): Promise<void> {
    const { store, hub, passwords, guesses, limits } = this.options;
    const next = readNewPassword(change.newPassword, limits, 'newPassword');
    const old = readPassword(change.oldPassword, limits.passwordMost, 'oldPassword');
    const account = await store.accounts.get(app, identity.id);
    const from = account?.passwordHash;
    if (from === undefined) throw invalid('this account has no password');

    const check = async (): Promise<void> => {
      if (!(await passwords.verify(old, from))) throw notPermitted('wrong password');
    };
    await (guesses?.run([`${app}/account/${identity.id}`], check) ?? check());
    const step = { from, to: await passwords.hash(next), kept: session.id };
    if (!(await store.accounts.changePassword(app, identity.id, step))) throw notPermitted('wrong password');
    hub.end(app, identity, { reason: 'logout' }, session.id);
    await store.installations.removeAll(app, identity.id, change.install);
  }

  /** Ends every session and token of the caller; its devices get no notifications any more. */
  async logout({ app, identity }: Caller): Promise<void> {
    await endSessions(this.options, app, identity);
  }
}
