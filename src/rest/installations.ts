import type { Observable } from 'rxjs';
import type { Installation, InstallationAddress, PushOffer } from '../protocol';
import type { Request } from './request';

/** Devices that notifications for a user go to while it is away (PROTOCOL.md, section 9). Every call is cold. */
export interface InstallationsApi {
  /** What the application can send notifications by, and the VAPID key for browsers. */
  offer(): Observable<PushOffer>;
  /**
   * Has notifications for a user sent to an installation, and those of nobody else. `id` is the `installId` of this device.
   * Error 5001 for an address that nothing is sent to, 5005 for a platform that the application does not send by.
   */
  register(
    user: string,
    installation: { readonly id: string } & InstallationAddress,
  ): Observable<Installation>;
  /** Has nothing more sent there: the user logs out on this device. */
  remove(user: string, id: string): Observable<void>;
  /** A user's installations. */
  list(user: string): Observable<readonly Installation[]>;
}

export const createInstallations = (request: Request): InstallationsApi => {
  const at = (user: string, ...id: string[]) => ['ctx', user, 'installations', ...id];
  return {
    offer: () => request('GET', ['push']),
    register: (user, { id, ...body }) => request('PUT', at(user, id), { body }),
    remove: (user, id) => request('DELETE', at(user, id)),
    list: (user) => request('GET', at(user)),
  };
};
