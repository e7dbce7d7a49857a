import type { ServerOptions } from 'rxim-server';
import { createTestServer, type TestServer } from 'rxim-server/testing';

const running: TestServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server for one test, in memory and on a port of its own; it is closed when the test is over. */
export const newServer = async (options?: ServerOptions): Promise<TestServer> => {
  const server = await createTestServer(options);
  running.push(server);
  return server;
};
