import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { PushOutcome, PushProvider } from '../ports/push-provider';
import type { FcmSettings } from '../ports/push-settings';
import { fit, type Fitted } from './fit';
import { TIMEOUT, outcomeOf, post, unanswered, type Answer } from './post';
import { standardPayload } from './standard-payload';

export interface FcmOptions extends FcmSettings {
  /** @default 5000 */
  readonly timeout?: number | undefined;
}

/** 4,096 bytes of notification and data, less what names them. */
const LIMIT = 4000;
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';

/** Firebase Cloud Messaging, HTTP v1. */
export const createFcm = ({
  serviceAccount,
  endpoint = 'https://fcm.googleapis.com',
  timeout = TIMEOUT,
}: FcmOptions): PushProvider => {
  const access = accessTokens(serviceAccount, timeout);
  const url = `${endpoint}/v1/projects/${serviceAccount.project_id}/messages:send`;
  return {
    platform: 'fcm',
    problemOf: ({ platform }) => (platform === 'fcm' ? undefined : 'no token of FCM'),
    async send(address, notification) {
      if (address.platform !== 'fcm') return { result: 'refused', reason: 'no token of FCM' };
      const { sound, badge, tag, title, contentAvailable, text } = notification;
      const silent = text === '' && contentAvailable;
      const content = fit(notification, LIMIT, (fitted: Fitted) => {
        const { body, parrot, ...rest } = standardPayload(notification, fitted);
        return {
          ...(!silent && { notification: { title, body } }),
          // Values are texts here.
          data: Object.fromEntries(
            Object.entries({ ...rest, parrot: JSON.stringify(parrot) }).map(([key, value]) => [
              key,
              String(value),
            ]),
          ),
        };
      });
      const aps = {
        ...(sound !== undefined && { sound }),
        ...(badge !== undefined && { badge }),
        ...(contentAvailable && { 'content-available': 1 }),
        'thread-id': tag,
      };
      const shown = { tag, ...(sound !== undefined && { sound }) };
      const message = {
        token: address.token,
        ...(JSON.parse(content) as object),
        android: {
          priority: silent ? 'normal' : 'high',
          collapse_key: tag,
          ...(!silent && {
            notification: { ...shown, ...(badge !== undefined && { notification_count: badge }) },
          }),
        },
        apns: { payload: { aps } },
      };
      try {
        const authorization = `Bearer ${await access.get()}`;
        const headers = { authorization, 'content-type': 'application/json' };
        const answer = await post({ url, headers, body: JSON.stringify({ message }), timeout });
        if (answer.status === 401) access.forget();
        return judge(answer);
      } catch (error) {
        return unanswered(error);
      }
    },
  };
};

const judge = (answer: Answer): PushOutcome => {
  const { status, text, after } = answer;
  const reason = `${status} ${text.slice(0, 200)}`.trim();
  if (status === 401) return { result: 'later', reason, after };
  const unknownToken = status === 400 && /not a valid FCM registration token/i.test(text);
  if (/"UNREGISTERED"|"SENDER_ID_MISMATCH"/.test(text) || unknownToken) return { result: 'gone', reason };
  // A project that is not there is no reason to forget devices.
  if (status === 404) return { result: 'refused', reason };
  return outcomeOf(answer);
};

/** OAuth 2.0 for a service account (RFC 7523): one token for as long as it is good. */
const accessTokens = (account: FcmSettings['serviceAccount'], timeout: number) => {
  const { client_email, private_key, token_uri = 'https://oauth2.googleapis.com/token' } = account;
  const key = createPrivateKey(private_key);
  let known: { readonly token: Promise<string>; expires: number } | undefined;

  const ask = async (): Promise<string> => {
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(client_email)
      .setAudience(token_uri)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
    const body = new URLSearchParams(grant).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status, text } = await post({ url: token_uri, headers, body, timeout });
    if (status !== 200) throw new Error(`no access token: ${status} ${text.slice(0, 200)}`);
    const { access_token, expires_in } = JSON.parse(text) as { access_token: string; expires_in: number };
    if (known !== undefined) known.expires = Date.now() + (expires_in - 60) * 1000;
    return access_token;
  };

  return {
    get: (): Promise<string> => {
      if (known === undefined || known.expires <= Date.now()) {
        known = { token: ask(), expires: Date.now() + timeout };
        known.token.catch(() => (known = undefined));
      }
      return known.token;
    },
    forget: () => {
      known = undefined;
    },
  };
};
