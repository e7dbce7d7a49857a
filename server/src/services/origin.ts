import { isIP } from 'node:net';

/** Whether this is a name of the machine itself; `host` may carry a port. */
export const isLoopback = (host: string): boolean => {
  const name = hostname(host);
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
};

const hostname = (host: string): string =>
  isIP(host) === 6
    ? host
    : host
        .replace(/:\d+$/, '')
        .replace(/^\[(.*)\]$/, '$1')
        .toLowerCase();

export interface OriginOptions {
  /** Where the server listens. */
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly allowOrigin: readonly string[];
  readonly trustProxy: boolean;
}

/** Whether a browser on a page of `origin` may talk to the server that it calls `host`. */
export type OriginPolicy = (origin: string | undefined, host: string | undefined) => boolean;

/**
 * Pages that may use this server: those on the list, its own, and on a machine that serves itself only those of that
 * machine. There a page's word that it is on the server's host counts for nothing: any site's name can be made to resolve to 127.0.0.1.
 */
export const originPolicy = ({
  host: own,
  publicUrl,
  allowOrigin,
  trustProxy,
}: OriginOptions): OriginPolicy => {
  const listed = new Set([...allowOrigin, ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin])]);
  const local = isLoopback(own);
  return (origin, host) => {
    // Only browsers send one, and they always do.
    if (origin === undefined || listed.has(origin)) return true;
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    if (url === undefined || url.host === '') return false;
    if (local && isLoopback(url.host)) return true;
    return (!local || trustProxy) && url.host === host?.toLowerCase();
  };
};
