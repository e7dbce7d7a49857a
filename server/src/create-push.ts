import { createECDH } from 'node:crypto';
import type { PushPlatform } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Hub } from './ports/hub';
import type { PushProvider } from './ports/push-provider';
import type { PushSettings } from './ports/push-settings';
import type { Store } from './ports/store';
import { PUSH_SERVICES, createApns, createFcm, createWebPush, createWebhook } from './push';
import type { Config } from './services/context';
import type { Metrics } from './services/metrics';
import { Attendance } from './services/push/attendance';
import { Pushes } from './services/push/pushes';
import { PushWorker } from './services/push/worker';

export interface PushContext {
  readonly config: Config;
  readonly store: Store;
  readonly hub: Hub;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly publicUrl: string | undefined;
}

interface Keys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Any 32 bytes but a few of 2^256 are a private key of P-256. */
const keysOf = (privateKey: string): Keys => {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  return { publicKey: curve.getPublicKey('base64url'), privateKey };
};

const webPushKeys = ({ webPush }: PushSettings, own: Keys): Keys => {
  const { publicKey, privateKey } = webPush ?? {};
  return publicKey !== undefined && privateKey !== undefined ? { publicKey, privateKey } : own;
};

const providersFor = (
  settings: PushSettings,
  keys: Keys,
  contact: string,
  timeout: number,
): ReadonlyMap<PushPlatform, PushProvider> => {
  const { webPush, fcm, apns, webhook, insecureEndpoints: insecure = false } = settings;
  const hosts = webPush?.hosts ?? PUSH_SERVICES;
  const providers = [
    createWebPush({ keys, contact: webPush?.contact ?? contact, hosts, insecure, timeout }),
    ...(fcm ? [createFcm({ ...fcm, timeout })] : []),
    ...(apns ? [createApns({ ...apns, timeout })] : []),
    ...(webhook ? [createWebhook({ ...webhook, insecure, timeout })] : []),
  ];
  return new Map(providers.map((provider) => [provider.platform, provider]));
};

/** Notifications for devices: what is offered, who is there, and what sends. */
export const createPush = async ({ config, store, hub, metrics, log, publicUrl }: PushContext) => {
  const own = keysOf(await store.secret('vapid'));
  const contact = publicUrl?.startsWith('https:') ? publicUrl : 'mailto:push@localhost.invalid';
  const settings = new Map([...config.apps].map(([id, { push }]) => [id, push ?? {}]));
  const settingsOf = (app: string): PushSettings => settings.get(app) ?? {};
  const { pushTimeout } = config.limits;
  const providers = new Map(
    [...settings].map(([id, each]) => [id, providersFor(each, webPushKeys(each, own), contact, pushTimeout)]),
  );
  const none: ReadonlyMap<PushPlatform, PushProvider> = new Map();
  const providersOf = (app: string) => providers.get(app) ?? none;
  const attendance = new Attendance(hub);
  const { installations, pushes: queue, users } = store;
  return {
    attendance,
    pushes: new Pushes({
      installations,
      queue,
      users,
      providersOf,
      applicationServerKeyOf: (app) => webPushKeys(settingsOf(app), own).publicKey,
    }),
    worker: new PushWorker({
      queue,
      installations,
      providersOf,
      settingsOf,
      attendance,
      limits: config.limits,
      metrics,
      log,
    }),
  };
};
