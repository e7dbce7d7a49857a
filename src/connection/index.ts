export type { ConnectionState, Session, Cause } from './state';
