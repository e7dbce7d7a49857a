import { map, type Observable } from 'rxjs';
import type { Session } from './connection';
import { readCredentials, rememberSecret, type Remembered } from './credentials';
import { ImError } from './errors';
import type { ImOptions } from './options';
import { EXTENSIONS, type Auth } from './protocol';

/** Says who logs in, at each login anew. */
export interface Login {
  /** What logins bind to their user from now on: the installation, or none. */
  bind(installId: string | undefined): void;
  readonly auth: () => Observable<Auth>;
  /** A login succeeded. */
  accepted(session: Session): void;
}

export const createLogin = ({ credentials, appId, clientKey, notifyAll }: ImOptions): Login => {
  let install: string | undefined;
  let given: Auth | undefined;
  let remembered: Remembered | undefined;
  return {
    bind: (installId) => {
      install = installId;
    },
    auth: () => {
      if (!credentials) throw new ImError('not-connected', 'connect() needs the option credentials');
      return readCredentials(credentials).pipe(
        map((who) => {
          given = { ...who, app: appId, key: clientKey, install, notifyAll, x: EXTENSIONS };
          return rememberSecret(given, remembered);
        }),
      );
    },
    accepted: ({ self, secret }) => {
      if (given && secret !== undefined) remembered = { auth: given, id: self.id, secret };
      given = undefined;
    },
  };
};
