import { ConfigError } from './config-error';
import type { ServerOptions } from './options';
import { SETTINGS, settingNames, type Setting, type SettingName } from './settings';

const told = (value: unknown): string => JSON.stringify(value);

const fail = (label: string, expected: string, value: unknown): never => {
  throw new ConfigError(`${label} expected ${expected}, got ${told(value)}`);
};

type Parser = (value: unknown, label: string) => unknown;

const httpUrl = (value: unknown): URL | undefined => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
};

const origin = (value: unknown, label: string): string => {
  const url = httpUrl(value);
  return url !== undefined && url.origin === value
    ? value
    : fail(label, 'an origin like https://example.com', value);
};

const urlOf =
  (example: string, ...protocols: string[]): Parser =>
  (value, label) => {
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
    // What was given may hold a password.
    return url && protocols.includes(url.protocol)
      ? value
      : fail(label, `a URL like ${example}`, url?.protocol ?? 'none');
  };

/** Values come as text from the command line and the environment, and as JSON from the file. */
const PARSERS: Readonly<Record<Setting['type'], Parser>> = {
  port: (value, label) => {
    const port = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    const fits = typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65535;
    return fits ? port : fail(label, 'a port from 0 to 65535', value);
  },
  boolean: (value, label) => {
    if (value === true || value === 'true' || value === '1') return true;
    if (value === false || value === 'false' || value === '0' || value === '') return false;
    return fail(label, 'true or false', value);
  },
  string: (value, label) =>
    typeof value === 'string' && value !== '' ? value : fail(label, 'some text', value),
  postgres: urlOf('postgres://user:password@host:5432/database', 'postgres:', 'postgresql:'),
  redis: urlOf('redis://host:6379', 'redis:', 'rediss:'),
  url: (value, label) =>
    httpUrl(value) ? String(value).replace(/\/+$/, '') : fail(label, 'a URL like https://example.com', value),
  origins: (value, label) => {
    const list = typeof value === 'string' ? value.split(',') : value;
    return Array.isArray(list) ? list.map((each) => origin(each, label)) : fail(label, 'origins', value);
  },
};

/** The settings among `values`, checked; `label` names one in messages. */
export const parseSettings = (
  values: Readonly<Partial<Record<SettingName, unknown>>>,
  label: (name: SettingName) => string,
): ServerOptions =>
  Object.fromEntries(
    settingNames
      .filter((name) => values[name] !== undefined)
      .map((name) => [name, PARSERS[SETTINGS[name].type](values[name], label(name))]),
  );
