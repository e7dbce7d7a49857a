import { createHmac } from 'node:crypto';
import type { PushProvider } from '../ports/push-provider';
import { createEndpoints, type EndpointsOptions } from './endpoints';
import { fit } from './fit';
import { TIMEOUT, outcomeOf, post, unanswered } from './post';
import { standardPayload } from './standard-payload';

export interface WebhookOptions extends EndpointsOptions {
  readonly secret: string;
  /** @default 5000 */
  readonly timeout?: number | undefined;
}

const LIMIT = 64 * 1024;

/** A POST for any other service; `X-Rxim-Signature` is `t=<ms>,v1=<HMAC-SHA256 of "<ms>.<body>" in hex>`. */
export const createWebhook = ({ secret, timeout = TIMEOUT, ...options }: WebhookOptions): PushProvider => {
  const endpoints = createEndpoints(options);
  return {
    platform: 'webhook',
    problemOf: (address) =>
      address.platform === 'webhook' ? endpoints.problemOf(address.url) : 'no webhook',
    async send(address, notification) {
      const problem = this.problemOf(address);
      if (problem !== undefined || address.platform !== 'webhook')
        return { result: 'refused', reason: problem ?? '' };
      const { user, install, id } = notification;
      const body = fit(notification, LIMIT, (fitted) => ({
        ...standardPayload(notification, fitted),
        user,
        install,
      }));
      const t = Date.now();
      const mark = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
      const headers = {
        'content-type': 'application/json',
        'x-rxim-id': id,
        'x-rxim-signature': `t=${t},v1=${mark}`,
      };
      try {
        return outcomeOf(await post({ url: address.url, headers, body, lookup: endpoints.lookup, timeout }));
      } catch (error) {
        return unanswered(error);
      }
    },
  };
};
