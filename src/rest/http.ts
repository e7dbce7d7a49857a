import { catchError, defer, finalize, from } from 'rxjs';
import { NetworkError } from '../errors';
import type { Exchange, WireAnswer, WireRequest } from './exchange';

/** Requests through `fetch`. */
export const httpExchange =
  (fetch: typeof globalThis.fetch = (...args) => globalThis.fetch(...args)): Exchange =>
  (request) =>
    defer(() => {
      const abort = new AbortController();
      return from(send(fetch, request, abort.signal)).pipe(
        catchError((cause: unknown) => {
          throw new NetworkError(`${request.method} ${request.url} got no answer`, { cause });
        }),
        finalize(() => abort.abort()),
      );
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
