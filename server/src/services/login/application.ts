import type { AppConfig } from '../context';
import { sameSecret, signedWith } from '../keys';

export interface ApplicationClaim {
  readonly app?: unknown;
  readonly key?: unknown;
  readonly sign?: unknown;
}

/** The application that somebody speaks for; `undefined` alike for an unknown one and a wrong key. */
export const applicationOf = (
  apps: ReadonlyMap<string, AppConfig>,
  { app, key, sign }: ApplicationClaim,
): AppConfig | undefined => {
  const found = typeof app === 'string' ? apps.get(app) : undefined;
  if (found === undefined) return undefined;
  if (typeof key === 'string') return sameSecret(key, found.clientKey) ? found : undefined;
  return typeof sign === 'string' && signedWith(found.clientKey, sign) ? found : undefined;
};
