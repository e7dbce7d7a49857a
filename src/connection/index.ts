export type { BackoffOptions } from '../operators';
export type { WebSocketConstructor, WebSocketLike } from '../transport';
export { createConnection, type Connection } from './connection';
export { platformNetwork, type NetworkHint, type NetworkHints } from './network';
export type { ConnectionOptions } from './options';
export type { Cause, ConnectionState, Session } from './state';
