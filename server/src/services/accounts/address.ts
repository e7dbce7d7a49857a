import { isIPv6 } from 'node:net';

/**
 * Whom to count attempts for. One customer of IPv6 has at least a /64 of addresses and may use another one each time; an
 * IPv4 address in the notation of IPv6 is that IPv4 address.
 */
export const networkOf = (address: string): string => {
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
};

const groupsOf = (part: string): string[] => part.split(':').filter((group) => group !== '');
