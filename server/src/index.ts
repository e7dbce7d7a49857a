export { createServer, type RximServer } from './create-server';
export { ConfigError } from './config/config-error';
export type { AppOptions, ServerOptions } from './config/options';
export { DEFAULT_LIMITS, type Limits } from './limits';
export type { AppConfig } from './services/context';
