import { parseArgs, type ParseArgsConfig } from 'node:util';
import { readConfigFile } from './config-file';
import { ConfigError } from './config-error';
import type { ServerOptions } from './options';
import { parseSettings } from './parse';
import { SETTINGS, flagOf, settingNames, variableOf, type SettingName } from './settings';

/** What somebody who types `rxim-server …` wants. */
export type Command =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'serve'; readonly options: ServerOptions };

type Environment = Readonly<Record<string, string | undefined>>;

const FLAGS = {
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  ...Object.fromEntries(
    settingNames.map((name) => {
      const { type } = SETTINGS[name];
      return [
        flagOf(name),
        { type: type === 'boolean' ? 'boolean' : 'string', multiple: type === 'origins' },
      ];
    }),
  ),
} as const satisfies ParseArgsConfig['options'];

const flagsOf = (args: readonly string[]): Readonly<Record<string, unknown>> => {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true }).values;
  } catch (cause) {
    // Node adds advice on a line of its own that does not apply here.
    throw new ConfigError((cause as Error).message.replace(/\. .*$|\n.*$/s, ''), { cause });
  }
};

const pick = (read: (name: SettingName) => unknown): Partial<Record<SettingName, unknown>> =>
  Object.fromEntries(settingNames.map((name) => [name, read(name)]));

/** Flags go before the environment, and both before the file. */
export const readCommand = (args: readonly string[], environment: Environment): Command => {
  const flags = flagsOf(args);
  if (flags['help'] === true) return { kind: 'help' };
  if (flags['version'] === true) return { kind: 'version' };
  const file = flags['config'] ?? environment['RXIM_CONFIG'];
  const options: ServerOptions = {
    ...(typeof file === 'string' && file !== '' && readConfigFile(file)),
    ...parseSettings(
      pick((name) => (environment[variableOf(name)] === '' ? undefined : environment[variableOf(name)])),
      variableOf,
    ),
    ...parseSettings(
      pick((name) => flags[flagOf(name)]),
      (name) => `--${flagOf(name)}`,
    ),
  };
  return { kind: 'serve', options };
};

export const usage = (): string => {
  const rows = settingNames.map((name): [string, string] => {
    const { value, help, fallback }: { value?: string; help: string; fallback?: string } = SETTINGS[name];
    return [
      `--${flagOf(name)}${value ? ` ${value}` : ''}`,
      fallback ? `${help} (default: ${fallback})` : help,
    ];
  });
  rows.push(
    ['--config FILE', 'all of this as JSON, by names like allowOrigin; also apps and limits'],
    ['--help, --version', 'say it and exit'],
  );
  const width = Math.max(...rows.map(([flag]) => flag.length)) + 2;
  const lines = rows.map(([flag, help]) => `  ${flag.padEnd(width)}${help}`);
  return [
    'Usage: rxim-server [options]',
    '',
    ...lines,
    '',
    'Each option is also an environment variable: --allow-origin is RXIM_ALLOW_ORIGIN.',
    '',
  ].join('\n');
};
