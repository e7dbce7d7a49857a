import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppConfig } from '../services/context';
import { ConfigError } from './config-error';
import type { AppOptions } from './options';

const MEMORY = ':memory:';

type Kept = Readonly<Record<string, Partial<Pick<AppConfig, 'clientKey' | 'masterKey'>>>>;

const newKey = (): string => randomBytes(24).toString('base64url');

const read = (path: string): Kept => {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Kept;
  } catch (cause) {
    throw new ConfigError(`${path} cannot be read`, { cause });
  }
};

/** Whole or not at all: half a file would lock every client out. */
const write = (path: string, kept: Kept): void => {
  const next = `${path}.next`;
  writeFileSync(next, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(next, path);
};

export interface Keys {
  readonly apps: readonly AppConfig[];
  /** Those of `apps` that got a key just now. */
  readonly fresh: readonly AppConfig[];
}

/**
 * Completes the applications' keys: what was given, else what the data directory keeps, else new ones, which it keeps from
 * now on. `data` is `undefined` where there is no directory, and nodes that share a database must be given the same keys.
 */
export const completeKeys = (apps: readonly AppOptions[], data: string | undefined): Keys => {
  const path = data === undefined || data === MEMORY ? undefined : join(data, 'keys.json');
  const kept = path === undefined ? {} : read(path);
  const known = apps.map((app) => ({ ...kept[app.id], ...app }));
  const complete = known.map((app): AppConfig => ({ clientKey: newKey(), masterKey: newKey(), ...app }));
  const fresh = complete.filter((_, index) => !known[index]?.clientKey || !known[index].masterKey);

  if (fresh.length > 0 && data === undefined)
    throw new ConfigError(
      'with --database, --client-key and --master-key must be given: all nodes share them',
    );
  if (fresh.length > 0 && path !== undefined) {
    const added = fresh.map(({ id, clientKey, masterKey }) => [id, { clientKey, masterKey }] as const);
    write(path, { ...kept, ...Object.fromEntries(added) });
  }
  return { apps: complete, fresh };
};
