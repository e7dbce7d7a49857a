import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand, usage } from '../../src/config/command-line';
import { SETTINGS, flagOf } from '../../src/config/settings';

const directory = mkdtempSync(join(tmpdir(), 'rxim-config-'));
const file = join(directory, 'config.json');

afterAll(() => rmSync(directory, { recursive: true }));

const optionsOf = (args: readonly string[], environment: Record<string, string> = {}) => {
  const command = readCommand(args, environment);
  return command.kind === 'serve' ? command.options : command.kind;
};

describe('the command line', () => {
  it('is read into options by the same names in camel case', () => {
    const args = [
      '--port',
      '0',
      '--data',
      ':memory:',
      '--trust-user-ids',
      '--allow-origin',
      'https://a.example',
    ];
    expect(
      optionsOf([
        ...args,
        '--allow-origin',
        'http://b.example:81',
        '--public-url',
        'https://chat.example/im/',
      ]),
    ).toEqual({
      port: 0,
      data: ':memory:',
      trustUserIds: true,
      allowOrigin: ['https://a.example', 'http://b.example:81'],
      publicUrl: 'https://chat.example/im',
    });
  });

  it('goes before the environment, and both before the file', () => {
    writeFileSync(file, JSON.stringify({ port: 1, host: '::1', data: 'file', limits: { sayRate: 5 } }));
    const environment = {
      RXIM_CONFIG: file,
      RXIM_PORT: '2',
      RXIM_DATA: 'environment',
      RXIM_LEGACY: 'false',
      RXIM_REDIS: '',
    };
    expect(optionsOf(['--port', '3'], environment)).toEqual({
      port: 3,
      data: 'environment',
      host: '::1',
      legacy: false,
      limits: { sayRate: 5 },
    });
  });

  it('describes every setting', () => {
    for (const name of Object.keys(SETTINGS)) expect(usage()).toContain(`--${flagOf(name)}`);
  });

  it.each([
    ['an unknown flag', ['--prot', '1'], "Unknown option '--prot'"],
    ['an argument that is no flag', ['8787'], "Unexpected argument '8787'"],
    ['a flag without its value', ['--port'], "Option '--port <value>' argument missing"],
    ['a port that is none', ['--port', '99999'], '--port expected a port from 0 to 65535, got "99999"'],
    ['an origin with a path', ['--allow-origin', 'https://a.example/x'], '--allow-origin expected an origin'],
    ['a URL that is none', ['--public-url', 'chat.example'], '--public-url expected a URL'],
    [
      'a database of another kind',
      ['--database', 'mysql://x'],
      '--database expected a URL like postgres://user:password@host:5432/database, got "mysql:"',
    ],
    ['a bus of another kind', ['--redis', 'nats://x'], '--redis expected a URL like redis://host:6379'],
    ['a file that is not there', ['--config', '/nowhere.json'], '/nowhere.json cannot be read: ENOENT'],
  ])('refuses %s', (_what, args, message) => {
    expect(() => readCommand(args, {})).toThrow(message);
  });

  it.each([
    ['broken JSON', '{', 'is no JSON'],
    ['a list', '[]', 'expected an object'],
    ['a setting that there is not', '{"prot":1}', 'there is no setting "prot"'],
    ['a limit that there is not', '{"limits":{"speed":1}}', 'limits: there is no setting "speed"'],
    [
      'a limit that is no number',
      '{"limits":{"sayRate":"fast"}}',
      'limits: sayRate expected a positive number',
    ],
    ['a flag that is no boolean', '{"legacy":"maybe"}', 'legacy expected true or false, got "maybe"'],
    ['an application without an id', '{"apps":[{}]}', 'apps[0]: id is missing'],
    [
      'an application with a key that is none',
      '{"apps":[{"id":"a","clientKey":1}]}',
      'apps[0]: clientKey expected some text',
    ],
  ])('refuses a file with %s', (_what, content, message) => {
    writeFileSync(file, content);
    expect(() => readCommand(['--config', file], {})).toThrow(message);
  });
});
