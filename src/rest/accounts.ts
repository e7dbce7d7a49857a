import type { Observable } from 'rxjs';
import type { Account, NewAccount, PasswordChange } from '../protocol';
import type { Request } from './request';

/** Accounts of this server, for login modes 2 and 3. Every call is cold. */
export interface AccountsApi {
  /** Makes an account; emits its user id. Error 5005 if the name is taken. */
  register(account: NewAccount): Observable<Account>;
  /** Has a login code sent to a phone: the `password` of mode 3. */
  sendCode(phone: string): Observable<void>;
  /** Changes the password of the user who is logged in; its other sessions end, and its installations but `install` get nothing more. */
  changePassword(change: PasswordChange): Observable<void>;
  /** Ends every session and token of the user who is logged in. */
  logout(): Observable<void>;
}

export const createAccounts = (request: Request): AccountsApi => ({
  register: (body) => request('POST', ['accounts'], { body, anonymous: true }),
  sendCode: (phone) => request('POST', ['accounts', 'code'], { body: { phone }, anonymous: true }),
  changePassword: (body) => request('POST', ['accounts', 'password'], { body }),
  logout: () => request('POST', ['accounts', 'logout'], { repeatable: true }),
});
