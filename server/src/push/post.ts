import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { PushOutcome } from '../ports/push-provider';

/** Milliseconds for a whole exchange. */
export const TIMEOUT = 5000;
/** Of an answer, nobody needs more. */
const ANSWER = 4096;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Buffer;
  readonly lookup?: LookupFunction | undefined;
  readonly timeout: number;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Milliseconds, of `Retry-After`. */
  readonly after: number | undefined;
}

/** `Retry-After` is a number of seconds or a date. */
export const retryAfter = (header: string | undefined, now = Date.now()): number | undefined => {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
};

/** POSTs, and reads the answer. Redirects are not followed: they would lead anywhere. */
export const post = ({ url, headers, body, lookup, timeout }: Post): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? overHttps : overHttp)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeout),
      ...(lookup && { lookup }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text = (text + chunk).slice(0, ANSWER);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text,
          after: retryAfter(response.headers['retry-after']),
        }),
      );
    });
    request.end(body);
  });

/** What an answer means where the service has nothing more to say than its status. */
export const outcomeOf = ({ status, text, after }: Answer): PushOutcome => {
  const reason = `${status} ${text.slice(0, 200)}`.trim();
  if (status >= 200 && status < 300) return { result: 'sent' };
  if (status === 404 || status === 410) return { result: 'gone', reason };
  if (status === 408 || status === 429 || status >= 500) return { result: 'later', reason, after };
  return { result: 'refused', reason };
};

/** No answer: the network is down, or somebody is slow. */
export const unanswered = (error: unknown): PushOutcome => ({
  result: 'later',
  reason: error instanceof Error ? error.message : String(error),
});
