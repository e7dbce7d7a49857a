import { createPrivateKey, hash } from 'node:crypto';
import { connect, type ClientHttp2Session } from 'node:http2';
import { SignJWT } from 'jose';
import type { PushNotification, PushOutcome, PushProvider } from '../ports/push-provider';
import type { ApnsSettings } from '../ports/push-settings';
import { fit } from './fit';
import { TIMEOUT, outcomeOf, retryAfter, unanswered, type Answer } from './post';

export interface ApnsOptions extends ApnsSettings {
  /** @default 5000 */
  readonly timeout?: number | undefined;
}

const LIMIT = 4096;
/** Apple takes a token for 20 to 60 minutes. */
const TOKEN_LIFE = 40 * 60 * 1000;
/** Seconds that Apple keeps a notification for a device that is off. */
const LIFE = 7 * 24 * 60 * 60;
const GONE = new Set(['BadDeviceToken', 'Unregistered', 'DeviceTokenNotForTopic', 'ExpiredToken']);

/** Apple Push Notification service: HTTP/2, with tokens that the .p8 key signs. */
export const createApns = ({
  teamId,
  keyId,
  key: pem,
  topic: usual,
  endpoint = 'https://api.push.apple.com',
  sandboxEndpoint = 'https://api.sandbox.push.apple.com',
  timeout = TIMEOUT,
}: ApnsOptions): PushProvider => {
  const key = createPrivateKey(pem);
  const sessions = new Map<string, ClientHttp2Session>();
  let token: { readonly text: Promise<string>; readonly expires: number } | undefined;

  const tokenOfNow = (): Promise<string> => {
    if (token === undefined || token.expires <= Date.now()) {
      const text = new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid: keyId })
        .setIssuer(teamId)
        .setIssuedAt()
        .sign(key);
      token = { text, expires: Date.now() + TOKEN_LIFE };
    }
    return token.text;
  };

  /** One connection for all that is sent; Apple takes many for an attack. */
  const sessionTo = (origin: string): ClientHttp2Session => {
    const known = sessions.get(origin);
    if (known !== undefined && !known.closed && !known.destroyed) return known;
    const session = connect(origin);
    const forget = (): void => {
      if (sessions.get(origin) === session) sessions.delete(origin);
    };
    session.on('error', forget);
    session.on('goaway', forget);
    session.on('close', forget);
    // It does not keep the process from ending.
    session.unref();
    sessions.set(origin, session);
    return session;
  };

  const exchange = (
    origin: string,
    headers: Record<string, string | number>,
    body: string,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const session = sessionTo(origin);
      const request = session.request({ ':method': 'POST', ...headers });
      const overdue = setTimeout(() => {
        // A connection that does not answer is not used again.
        session.destroy();
        reject(new Error(`no answer within ${timeout} ms`));
      }, timeout);
      const done = (settle: () => void): void => {
        clearTimeout(overdue);
        settle();
      };
      let [status, after, text]: [number, number | undefined, string] = [0, undefined, ''];
      request.setEncoding('utf8');
      request.on('response', (answer) => {
        status = Number(answer[':status']);
        after = retryAfter(answer['retry-after']);
      });
      request.on('data', (chunk: string) => (text = (text + chunk).slice(0, LIMIT)));
      request.on('error', (error: Error) => done(() => reject(error)));
      request.on('close', () => done(() => reject(new Error('the connection was closed'))));
      request.on('end', () => done(() => resolve({ status, text, after })));
      request.end(body);
    });

  return {
    platform: 'apns',
    problemOf: (address) =>
      address.platform === 'apns' && /^[0-9a-f]{8,200}$/i.test(address.token)
        ? undefined
        : 'token expected hexadecimal digits',
    async send(address, notification) {
      if (address.platform !== 'apns') return { result: 'refused', reason: 'no token of APNs' };
      const silent = notification.text === '' && notification.contentAvailable;
      try {
        const headers = {
          ':path': `/3/device/${address.token}`,
          authorization: `bearer ${await tokenOfNow()}`,
          'apns-id': uuidOf(notification.id),
          'apns-topic': address.topic ?? usual,
          'apns-push-type': silent ? 'background' : 'alert',
          'apns-priority': silent ? 5 : 10,
          'apns-expiration': Math.floor(Date.now() / 1000) + LIFE,
          'apns-collapse-id': hash('sha256', notification.tag, 'base64url'),
        };
        const origin = address.sandbox === true ? sandboxEndpoint : endpoint;
        const answer = await exchange(origin, headers, payloadOf(notification, silent));
        const { outcome, renew } = judge(answer);
        if (renew) token = undefined;
        return outcome;
      } catch (error) {
        return unanswered(error);
      }
    },
  };
};

const payloadOf = (notification: PushNotification, silent: boolean): string =>
  fit(notification, LIMIT, ({ body, parrot, truncated }) => {
    const { id, title, sound, badge, tag, count, contentAvailable } = notification;
    const shown = {
      alert: { title, body },
      ...(sound !== undefined && { sound }),
      ...(badge !== undefined && { badge }),
      'thread-id': tag,
    };
    return {
      aps: { ...(!silent && shown), ...(contentAvailable && { 'content-available': 1 }) },
      id,
      count,
      ...(truncated && { truncated }),
      parrot,
    };
  });

const judge = (answer: Answer): { readonly outcome: PushOutcome; readonly renew?: boolean } => {
  const { status, text, after } = answer;
  const why = /"reason"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? '';
  const reason = `${status} ${why || text.slice(0, 200)}`.trim();
  if (GONE.has(why) || status === 410) return { outcome: { result: 'gone', reason } };
  if (why === 'ExpiredProviderToken') return { outcome: { result: 'later', reason, after }, renew: true };
  if (status === 404) return { outcome: { result: 'refused', reason } };
  return { outcome: outcomeOf(answer) };
};

/** Apple wants a UUID: that of the same notification is the same one. */
const uuidOf = (id: string): string => {
  const hex = hash('sha256', id, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
};
