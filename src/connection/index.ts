export type { BackoffOptions } from '../operators';
export type { WebSocketConstructor, WebSocketLike } from '../transport';
export { createConnection, type Connection, type ConnectionOptions } from './connection';
export { platformNetwork, type NetworkHint, type NetworkHints } from './network';
export type { Cause, ConnectionState, Session } from './state';
