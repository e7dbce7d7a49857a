import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web site of one page, which loads one script. */
export interface Site {
  readonly port: number;
  close(): void;
}

export const serveScript = async (script: string): Promise<Site> => {
  const http = createServer(({ url }, response) => {
    // Old SDKs leave it to the page how a query is encoded.
    if (url === '/sdk.js') response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script);
    else
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end('<!doctype html><script src="/sdk.js"></script>');
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    port: (http.address() as AddressInfo).port,
    close: () => {
      http.close();
      http.closeAllConnections();
    },
  };
};
