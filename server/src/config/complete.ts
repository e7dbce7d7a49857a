import { DEFAULT_LIMITS } from '../limits';
import type { AppConfig, Config } from '../services/context';
import { checkLogins } from './app-logins';
import { ConfigError } from './config-error';
import type { AppOptions, ServerOptions } from './options';

/** Ids are parts of names and tokens; no sign in them may have a meaning there. */
const APP_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Shorter ones are found by trying: whoever has the master key may do everything. */
const MASTER_KEY_LENGTH = 12;

/** The applications to serve, as they were named, with the keys that were given. */
export const appsOf = ({ apps, appId, clientKey, masterKey }: ServerOptions): readonly AppOptions[] => {
  const one = appId !== undefined || clientKey !== undefined || masterKey !== undefined;
  if (apps !== undefined && one) throw new ConfigError('give either apps, or one app-id with its keys');
  const all = apps ?? [
    { id: appId ?? 'demo', ...(clientKey && { clientKey }), ...(masterKey && { masterKey }) },
  ];
  if (all.length === 0) throw new ConfigError('apps is empty');
  for (const { id, masterKey } of all) {
    if (!APP_ID.test(id))
      throw new ConfigError(`an app id expected 1 to 64 letters, digits, - and _, got ${JSON.stringify(id)}`);
    if (all.filter((app) => app.id === id).length > 1)
      throw new ConfigError(`application "${id}" is there twice`);
    if (masterKey !== undefined && masterKey.length < MASTER_KEY_LENGTH)
      throw new ConfigError(
        `the master key of application "${id}" expected at least ${MASTER_KEY_LENGTH} characters, got ${masterKey.length}`,
      );
  }
  all.forEach(checkLogins);
  return all;
};

/** The options with every default in place. */
export const completeConfig = (options: ServerOptions, apps: readonly AppConfig[]): Config => {
  for (const { id, clientKey, masterKey } of apps) {
    if (clientKey === masterKey) throw new ConfigError(`the two keys of application "${id}" are the same`);
  }
  const {
    legacy = false,
    trustUserIds = legacy,
    noRateLimits = false,
    allowOrigin = [],
    trustProxy = false,
  } = options;
  return {
    apps: new Map(apps.map((app) => [app.id, app])),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    legacy,
    trustUserIds: trustUserIds || legacy,
    rateLimits: !noRateLimits,
    allowOrigin,
    trustProxy,
  };
};
