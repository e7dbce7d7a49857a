import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What is no address of the public internet (RFC 6890 and its successors). */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
  ] as const),
  ...([
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
  ] as const),
  ...([
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4');
/** Of IPv6 only 2000::/3 is in use, and within it these wrap an IPv4 address or are for documentation. */
const PUBLIC6 = new BlockList();
PUBLIC6.addSubnet('2000::', 3, 'ipv6');
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

export const isPublic = (address: string): boolean =>
  isIP(address) === 4
    ? !PRIVATE.check(address, 'ipv4')
    : isIP(address) === 6 && PUBLIC6.check(address, 'ipv6') && !PRIVATE.check(address, 'ipv6');

export interface EndpointsOptions {
  /** Hosts that may be named; `*.example.com` is any below. */
  readonly hosts: readonly string[];
  /** Anything may be named: for tests. */
  readonly insecure: boolean;
  /** Resolves names. @default that of Node */
  readonly resolver?: typeof resolve.__promisify__ | undefined;
}

/** Which addresses that clients name may be sent to: a client must not make the server speak to what only the server can reach. */
export interface Endpoints {
  /** Why nothing is sent there; `undefined` if it is. */
  problemOf(url: string): string | undefined;
  /** Resolves the name, once, for the connection that is made: what was checked is what is connected to. */
  readonly lookup: LookupFunction | undefined;
}

const matches = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;

export const createEndpoints = ({ hosts, insecure, resolver }: EndpointsOptions): Endpoints => ({
  problemOf(text) {
    if (!URL.canParse(text)) return 'expected a URL';
    const { protocol, hostname, username, password, port } = new URL(text);
    if (insecure) return protocol === 'http:' || protocol === 'https:' ? undefined : 'expected an https URL';
    if (protocol !== 'https:') return 'expected an https URL';
    if (username !== '' || password !== '') return 'expected a URL without credentials';
    if (port !== '') return 'expected the usual port';
    if (!hosts.some((pattern) => matches(hostname, pattern))) return `${hostname} is no known host`;
    return undefined;
  },
  lookup: insecure ? undefined : checkedLookup(resolver),
});

const checkedLookup =
  (resolver: EndpointsOptions['resolver']): LookupFunction =>
  (host, options, callback) => {
    const answer = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]): void => {
      const [first] = addresses;
      const bad = addresses.find(({ address }) => !isPublic(address));
      const refusal = bad && new Error(`${host} resolves to an address that is not public`);
      const failure = error ?? refusal ?? (first ? null : new Error(`${host} has no address`));
      if (failure !== null || first === undefined) callback(failure, '', 4);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    };
    const asked = { ...options, all: true } as const;
    if (resolver === undefined) resolve(host, asked, answer);
    else
      resolver(host, asked).then(
        (addresses) => answer(null, addresses),
        (error: unknown) => answer(error as NodeJS.ErrnoException, []),
      );
  };
