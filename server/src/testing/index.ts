/** What an application's own tests need: `rxim-server/testing`. docs/guides/testing.md shows how. */
export { createFaultProxy, isAck, type FaultProxy, type FaultProxyOptions } from './fault-proxy';
export type { Direction } from './pipe';
export type { Cut, ProxiedConnection } from './proxied-connection';
export { createTestServer, type AdminOptions, type ClientOptions, type TestServer } from './test-server';
