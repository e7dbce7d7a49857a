import { createEndpoints, isPublic } from '../../src/push/endpoints';

const endpoints = createEndpoints({ hosts: ['push.example', '*.push.example'], insecure: false });

it.each([
  ['https://push.example/a', undefined],
  ['https://eu.push.example/a', undefined],
  ['http://push.example/a', 'expected an https URL'],
  ['ftp://push.example/a', 'expected an https URL'],
  ['https://user:pass@push.example/', 'expected a URL without credentials'],
  ['https://push.example:8443/', 'expected the usual port'],
  ['https://push.example.evil.com/', 'push.example.evil.com is no known host'],
  ['https://evilpush.example/', 'evilpush.example is no known host'],
  ['https://127.0.0.1/', '127.0.0.1 is no known host'],
  ['https://[::1]/', '[::1] is no known host'],
  ['https://2130706433/', '127.0.0.1 is no known host'],
  ['nonsense', 'expected a URL'],
])('of %s it says %s', (url, problem) => {
  expect(endpoints.problemOf(url)).toBe(problem);
});

it.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.168.1.1'],
  ...[
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    'fe80::1',
    'fc00::1',
  ],
  ...['ff02::1', '2002:7f00:1::', '64:ff9b::7f00:1', '2001:db8::1', 'nonsense'],
])('%s is not public', (address) => {
  expect(isPublic(address)).toBe(false);
});

it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111'])('%s is public', (address) => {
  expect(isPublic(address)).toBe(true);
});

const looked = (addresses: string[]): Promise<string> =>
  new Promise((resolve) => {
    const { lookup } = createEndpoints({
      hosts: ['push.example'],
      insecure: false,
      resolver: (() => Promise.resolve(addresses.map((address) => ({ address, family: 4 })))) as never,
    });
    lookup?.('push.example', {}, (error, address) => resolve(error?.message ?? (address as string)));
  });

it('connects to the address that was checked, and to none if one of them is not public', async () => {
  expect(await looked(['8.8.8.8', '8.8.4.4'])).toBe('8.8.8.8');
  expect(await looked(['8.8.8.8', '10.0.0.1'])).toMatch(/not public/);
  expect(await looked([])).toMatch(/no address/);
});
