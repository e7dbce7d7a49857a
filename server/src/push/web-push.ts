import { hash } from 'node:crypto';
import webPush from 'web-push';
import type { PushProvider } from '../ports/push-provider';
import { createEndpoints, type EndpointsOptions } from './endpoints';
import { fit } from './fit';
import { TIMEOUT, outcomeOf, post, unanswered } from './post';
import { standardPayload } from './standard-payload';

/** Those of Chrome, Firefox, Safari and Edge. */
export const PUSH_SERVICES = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
];

export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface WebPushOptions extends EndpointsOptions {
  readonly keys: VapidKeys;
  readonly contact: string;
  /** @default 5000 */
  readonly timeout?: number | undefined;
}

/** 4,096 bytes of a push message, less what encryption adds (RFC 8291, section 4). */
const LIMIT = 3993;
/** Seconds that the push service keeps it for a device that is off. */
const LIFE = 7 * 24 * 60 * 60;

/** Web Push: RFC 8030, encrypted by RFC 8291, with VAPID (RFC 8292). */
export const createWebPush = ({
  keys,
  contact,
  timeout = TIMEOUT,
  ...options
}: WebPushOptions): PushProvider => {
  const endpoints = createEndpoints(options);
  return {
    platform: 'webpush',
    problemOf(address) {
      if (address.platform !== 'webpush') return 'no subscription';
      const { endpoint, keys: own } = address.subscription;
      const [key, secret] = [own.p256dh, own.auth].map((text) => Buffer.from(text, 'base64url').length);
      if (key !== 65 || secret !== 16) return 'subscription.keys expected a key and a secret';
      return endpoints.problemOf(endpoint);
    },
    async send(address, notification) {
      const problem = this.problemOf(address);
      if (problem !== undefined || address.platform !== 'webpush')
        return { result: 'refused', reason: problem ?? '' };
      const payload = fit(notification, LIMIT, (fitted) => standardPayload(notification, fitted));
      try {
        const { endpoint, headers, body } = webPush.generateRequestDetails(
          { endpoint: address.subscription.endpoint, keys: address.subscription.keys },
          payload,
          {
            vapidDetails: { subject: contact, ...keys },
            contentEncoding: 'aes128gcm',
            TTL: LIFE,
            urgency: notification.text === '' ? 'normal' : 'high',
            // At most 32 characters; a later one takes the place of one that still waits.
            topic: hash('sha256', notification.tag, 'base64url').slice(0, 32),
          },
        );
        const sent = { url: endpoint, headers: headers as Record<string, string>, body };
        return outcomeOf(await post({ ...sent, lookup: endpoints.lookup, timeout }));
      } catch (error) {
        return unanswered(error);
      }
    },
  };
};
