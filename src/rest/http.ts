import ky, { type Options } from 'ky';
import { Observable } from 'rxjs';
import { NetworkError } from '../errors';
import type { Exchange, WireAnswer, WireRequest } from './exchange';

/** Requests through `fetch`. Waiting, repeating and judging answers is done above, so what ky has of it is off. */
export const httpExchange =
  (fetch?: typeof globalThis.fetch): Exchange =>
  (request) =>
    new Observable((subscriber) => {
      const abort = new AbortController();
      send(request, { signal: abort.signal, ...(fetch && { fetch }) }).then(
        (answer) => {
          subscriber.next(answer);
          subscriber.complete();
        },
        (cause: unknown) =>
          subscriber.error(new NetworkError(`${request.method} ${request.url} got no answer`, { cause })),
      );
      return () => abort.abort();
    });

const send = async ({ url, onProgress, ...rest }: WireRequest, options: Options): Promise<WireAnswer> => {
  const response = await ky(url, {
    ...rest,
    ...options,
    ...(onProgress && { onUploadProgress: ({ percent }) => onProgress(percent) }),
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
  });
  return {
    status: response.status,
    text: await response.text(),
    retryAfter: response.headers.get('Retry-After'),
  };
};
