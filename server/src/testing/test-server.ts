import type { ServerOptions } from '../config/options';
import { createServer, type RximServer } from '../create-server';

/** What a client of the test server is made of: pass it to `createIm()`. */
export interface ClientOptions {
  readonly server: string;
  readonly appId: string;
  readonly clientKey: string;
  readonly credentials: { readonly userId: string };
}

/** What a client that administers the application is made of: every REST call, for anyone. */
export interface AdminOptions {
  readonly server: string;
  readonly appId: string;
  readonly masterKey: string;
}

/** A server that lives as long as a test. */
export interface TestServer extends RximServer, AsyncDisposable {
  readonly appId: string;
  readonly clientKey: string;
  readonly masterKey: string;
  /** Options for `createIm()` of a user with this id; the user need not exist before. */
  clientOptions(userId: string): ClientOptions;
  /** Options for `createIm()` of a backend. */
  readonly adminOptions: AdminOptions;
}

/**
 * Starts a server in this process that asks nothing of a test: on a free port of 127.0.0.1, with a database in memory,
 * trusting user ids, without rate limits. Everything can be set otherwise by the options of `createServer()`.
 *
 * ```ts
 * await using server = await createTestServer();
 * const im = createIm(server.clientOptions('alice'));
 * ```
 */
export const createTestServer = async (options: ServerOptions = {}): Promise<TestServer> => {
  const server = await createServer({
    port: 0,
    data: ':memory:',
    trustUserIds: true,
    noRateLimits: true,
    ...options,
    // Clients of a test come back at once; a spread would only cost its time.
    limits: { restartSpread: 0, ...options.limits },
  });
  const [app] = server.apps;
  if (app === undefined) throw new Error('a server without an application');
  const { id: appId, clientKey, masterKey } = app;
  return {
    ...server,
    appId,
    clientKey,
    masterKey,
    clientOptions: (userId) => ({ server: server.url, appId, clientKey, credentials: { userId } }),
    adminOptions: { server: server.url, appId, masterKey },
    [Symbol.asyncDispose]: () => server.close(),
  };
};
