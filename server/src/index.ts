export { createServer, type RximServer } from './create-server';
export type { FreshKeys } from './config/keys';
export { ConfigError } from './config/config-error';
export type { AppOptions, ServerOptions } from './config/options';
export { DEFAULT_LIMITS, type Limits } from './limits';
export type { OAuthSubject, OAuthVerifier, OpenIdProvider } from './ports/oauth';
export type { CodeMessage, SmsSender } from './ports/sms';
export type {
  ApnsSettings,
  FcmSettings,
  MediaTexts,
  PushSettings,
  WebhookSettings,
  WebPushSettings,
} from './ports/push-settings';
export type { AppConfig, TokenKey } from './services/context';
