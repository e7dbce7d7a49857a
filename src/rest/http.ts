import { Observable } from 'rxjs';
import { NetworkError } from '../errors';
import type { Exchange, WireAnswer, WireRequest } from './exchange';

/** Requests through `fetch`. */
export const httpExchange =
  (fetch: typeof globalThis.fetch = (...args) => globalThis.fetch(...args)): Exchange =>
  (request) =>
    new Observable((subscriber) => {
      const abort = new AbortController();
      send(fetch, request, abort.signal).then(
        (answer) => {
          subscriber.next(answer);
          subscriber.complete();
        },
        (cause: unknown) =>
          subscriber.error(new NetworkError(`${request.method} ${request.url} got no answer`, { cause })),
      );
      return () => abort.abort();
    });

const send = async (
  fetch: typeof globalThis.fetch,
  { url, onProgress, ...init }: WireRequest,
  signal: AbortSignal,
): Promise<WireAnswer> => {
  const response = await fetch(url, { ...init, signal });
  return {
    status: response.status,
    text: await response.text(),
    retryAfter: response.headers.get('Retry-After'),
  };
};
