import type { Limits } from '../../limits';
import type { AppConfig, Config } from '../context';
import { invalid, notPermitted } from '../failure';
import { checkJson } from '../json-limits';
import { applicationOf } from './application';
import { loginModeOf, type Auth, type Authenticated, type Authenticators } from './authenticator';

export interface LoggedIn extends Authenticated {
  readonly app: AppConfig;
  /** What the client asked for beside its identity. */
  readonly install: string | undefined;
  readonly notifyAll: boolean;
  readonly extended: boolean;
  /** The version of the extensions that the client speaks; 0: none. */
  readonly extensions: number;
}

/** Ids of installations are the application's own. */
const installOf = ({ install }: Auth): string | undefined => {
  if (install === undefined || install === null || install === '') return undefined;
  if (typeof install !== 'string' || install.length > 256)
    throw invalid('install expected at most 256 characters');
  return install;
};

const recordOf = (value: unknown, { jsonDepth, jsonKeys }: Limits): Auth => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('auth expected an object');
  checkJson(value, { depth: jsonDepth, keys: jsonKeys }, 'auth');
  return value as Auth;
};

/** Who wants in, out of what the client sent (PROTOCOL.md, "Login"); throws a `Failure` if it may not. */
export const logIn = async (
  value: unknown,
  { apps, limits }: Pick<Config, 'apps' | 'limits'>,
  authenticators: Authenticators,
  /** Where the login comes from. */
  address: string,
): Promise<LoggedIn> => {
  const auth = recordOf(value, limits);
  const app = applicationOf(apps, auth);
  if (app === undefined) throw notPermitted('unknown application or wrong key');
  const mode = loginModeOf(auth);
  if (mode === undefined) throw invalid('auth expected credentials');
  const authenticate = authenticators[mode];
  if (authenticate === undefined) throw notPermitted(`this server offers no login by ${mode}`);
  const install = installOf(auth);
  const authenticated = await authenticate(app, auth, address);
  const { x } = auth;
  const extensions = typeof x === 'number' && x >= 1 ? x : 0;
  return {
    ...authenticated,
    app,
    install,
    notifyAll: auth['notifyAll'] === true,
    extended: extensions > 0,
    extensions,
  };
};
