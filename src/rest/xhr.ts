import { Observable } from 'rxjs';
import { NetworkError } from '../errors';
import type { Exchange } from './exchange';

/** Requests through XMLHttpRequest: the only way to learn in a browser how much of a body has left. */
export const xhrExchange: Exchange = ({ method, url, headers, body, onProgress }) =>
  new Observable((subscriber) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    if (onProgress) {
      xhr.upload.onprogress = ({ loaded, total, lengthComputable }) => {
        if (lengthComputable) onProgress(loaded / total);
      };
    }
    xhr.onerror = () => subscriber.error(new NetworkError(`${method} ${url} got no answer`));
    xhr.onload = () => {
      subscriber.next({
        status: xhr.status,
        text: xhr.responseText,
        retryAfter: xhr.getResponseHeader('Retry-After'),
      });
      subscriber.complete();
    };
    // Streams are what fetch is watched by.
    xhr.send(body as Exclude<typeof body, ReadableStream>);
    return () => xhr.abort();
  });
