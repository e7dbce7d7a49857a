import { originPolicy, type OriginOptions } from '../../src/services/origin';

const policy = (options: Partial<OriginOptions> = {}) =>
  originPolicy({ host: '127.0.0.1', publicUrl: undefined, allowOrigin: [], trustProxy: false, ...options });

describe('originPolicy', () => {
  it.each([
    ['no browser at all', policy(), undefined, 'chat.example', true],
    ['pages of this machine, on loopback', policy(), 'http://localhost:4200', '127.0.0.1:8787', true],
    ['pages of this machine, by IPv6', policy({ host: '::1' }), 'http://[::1]:4200', '[::1]:8787', true],
    [
      'pages on a name that resolves to loopback',
      policy(),
      'http://evil.example:8787',
      'evil.example:8787',
      false,
    ],
    ['pages of its own host', policy({ host: '0.0.0.0' }), 'http://chat.example', 'chat.example', true],
    [
      'pages of its own host, behind a proxy',
      policy({ trustProxy: true }),
      'https://chat.example',
      'chat.example',
      true,
    ],
    ['pages of another port', policy({ host: '0.0.0.0' }), 'http://chat.example:81', 'chat.example', false],
    [
      'pages of this machine, on the network',
      policy({ host: '0.0.0.0' }),
      'http://localhost',
      'chat.example',
      false,
    ],
    ['pages on the list', policy({ allowOrigin: ['https://a.example'] }), 'https://a.example', 'x', true],
    [
      'pages that only begin like one',
      policy({ allowOrigin: ['https://a.example'] }),
      'https://a.example.evil',
      'x',
      false,
    ],
    [
      'pages of the public URL',
      policy({ publicUrl: 'https://chat.example/im' }),
      'https://chat.example',
      'x',
      true,
    ],
    ['pages without an address', policy(), 'null', '127.0.0.1', false],
    ['files', policy(), 'file://', '127.0.0.1', false],
  ])('%s', (_what, allowed, origin, host, expected) => {
    expect(allowed(origin, host)).toBe(expected);
  });
});
