/**
 * What can be set on the command line (`--allow-origin`), in the environment (`RXIM_ALLOW_ORIGIN`) and in the configuration
 * file (`allowOrigin`): one table for reading, checking and describing all three.
 */
export const SETTINGS = {
  port: { type: 'port', value: 'PORT', help: 'port to listen on; 0 takes a free one', fallback: '8787' },
  host: { type: 'string', value: 'HOST', help: 'address to listen on', fallback: '127.0.0.1' },
  data: { type: 'string', value: 'DIR', help: 'data directory, or :memory:', fallback: './rxim-data' },
  appId: { type: 'string', value: 'ID', help: 'id of the application', fallback: 'demo' },
  clientKey: { type: 'string', value: 'KEY', help: 'its client key; made up and kept if not given' },
  masterKey: { type: 'string', value: 'KEY', help: 'its master key; made up and kept if not given' },
  trustUserIds: { type: 'boolean', help: 'believe whoever logs in with a bare user id' },
  legacy: { type: 'boolean', help: 'admit clients of 2016, which prove no user; implies --trust-user-ids' },
  noRateLimits: { type: 'boolean', help: 'enforce no rates and connection counts; for tests and benchmarks' },
  newTokenKey: { type: 'boolean', help: 'forget the key of session tokens: all that were given end' },
  publicUrl: { type: 'url', value: 'URL', help: 'where clients reach this server, if not where it listens' },
  allowOrigin: {
    type: 'origins',
    value: 'ORIGIN',
    help: 'let browsers in from pages of this origin; may be repeated',
  },
  trustProxy: { type: 'boolean', help: 'one proxy stands before this server and sets X-Forwarded-*' },
  database: { type: 'postgres', value: 'URL', help: 'postgres://… instead of the data directory' },
  redis: {
    type: 'redis',
    value: 'URL',
    help: 'redis://… through which the nodes of a cluster speak; needs --database',
  },
} as const satisfies Record<string, Setting>;

export interface Setting {
  readonly type: 'port' | 'string' | 'postgres' | 'redis' | 'boolean' | 'url' | 'origins';
  /** Name of the value in `--help`; flags have none. */
  readonly value?: string;
  readonly help: string;
  /** What holds if it is not set, as `--help` tells it. */
  readonly fallback?: string;
}

export type SettingName = keyof typeof SETTINGS;

export const settingNames = Object.keys(SETTINGS) as SettingName[];

const words = (name: string, between: string): string =>
  name.replace(/[A-Z]/g, (letter) => between + letter.toLowerCase());

export const flagOf = (name: string): string => words(name, '-');
export const variableOf = (name: string): string => `RXIM_${words(name, '_').toUpperCase()}`;
