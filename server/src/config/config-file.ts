import { readFileSync } from 'node:fs';
import { DEFAULT_LIMITS, type Limits } from '../limits';
import { ConfigError } from './config-error';
import type { AppOptions, ServerOptions } from './options';
import { parseSettings } from './parse';
import { SETTINGS } from './settings';

type Json = Readonly<Record<string, unknown>>;

const recordOf = (value: unknown, label: string): Json => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new ConfigError(`${label} expected an object`);
};

/** A mistyped name must not be a setting that silently does not hold. */
const checkNames = (record: Json, known: readonly string[], label: string): void => {
  const unknown = Object.keys(record).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ConfigError(`${label}: there is no setting "${unknown}"`);
};

const APP_TEXTS = ['id', 'clientKey', 'masterKey'] as const;

/** What else an application has is checked with the rest of the configuration, wherever it comes from. */
const appOf = (value: unknown, label: string): AppOptions => {
  const app = recordOf(value, label);
  checkNames(app, [...APP_TEXTS, 'tokenKey', 'openId', 'push'], label);
  for (const name of APP_TEXTS) {
    const text = app[name];
    if (text !== undefined && (typeof text !== 'string' || text === ''))
      throw new ConfigError(`${label}: ${name} expected some text`);
  }
  if (app['id'] === undefined) throw new ConfigError(`${label}: id is missing`);
  return app as unknown as AppOptions;
};

const limitsOf = (value: unknown, label: string): Partial<Limits> => {
  const limits = recordOf(value, label);
  checkNames(limits, Object.keys(DEFAULT_LIMITS), label);
  for (const [name, limit] of Object.entries(limits)) {
    if (typeof limit !== 'number' || !(limit > 0))
      throw new ConfigError(`${label}: ${name} expected a positive number`);
  }
  return limits;
};

const parse = (path: string): unknown => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `${path} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? String(cause)}`,
      { cause },
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ConfigError(`${path} is no JSON: ${(cause as Error).message}`, { cause });
  }
};

/** Reads `--config FILE`: every setting of the command line by its name in camel case, `apps` and `limits`. */
export const readConfigFile = (path: string): ServerOptions => {
  const file = recordOf(parse(path), path);
  checkNames(file, [...Object.keys(SETTINGS), 'apps', 'limits'], path);
  const { apps, limits } = file;
  if (apps !== undefined && !Array.isArray(apps)) throw new ConfigError(`${path}: apps expected an array`);
  return {
    ...parseSettings(file, (name) => `${path}: ${name}`),
    ...(apps !== undefined && { apps: apps.map((app, index) => appOf(app, `${path}: apps[${index}]`)) }),
    ...(limits !== undefined && { limits: limitsOf(limits, `${path}: limits`) }),
  };
};
