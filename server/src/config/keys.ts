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

/** Keys of an application that were made up; those that were given are not among them. */
export interface FreshKeys extends Partial<Pick<AppConfig, 'clientKey' | 'masterKey'>> {
  readonly id: string;
}

export interface Keys {
  readonly apps: readonly AppConfig[];
  /** What was made up just now, and nobody knows yet. */
  readonly fresh: readonly FreshKeys[];
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
  const fresh = complete.flatMap(({ id, clientKey, masterKey }, index): FreshKeys[] => {
    const made = {
      ...(!known[index]?.clientKey && { clientKey }),
      ...(!known[index]?.masterKey && { masterKey }),
    };
    return Object.keys(made).length > 0 ? [{ id, ...made }] : [];
  });

  if (fresh.length > 0 && data === undefined)
    throw new ConfigError(
      'with --database, --client-key and --master-key must be given: all nodes share them',
    );
  if (fresh.length > 0 && path !== undefined) {
    const added = fresh.map(({ id, ...made }) => [id, { ...kept[id], ...made }] as const);
    write(path, { ...kept, ...Object.fromEntries(added) });
  }
  return { apps: complete, fresh };
};
