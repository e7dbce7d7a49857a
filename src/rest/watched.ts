import type { Exchange, WireRequest } from './exchange';

const PART = 65_536;

/**
 * A form as a stream that tells how much of it has left. Not in browsers and their workers: Chromium can stream a request
 * over HTTP/2 only; there an upload is watched through XMLHttpRequest, or not at all.
 */
const watched = (
  form: FormData,
  headers: WireRequest['headers'],
  onProgress: (part: number) => void,
): Partial<WireRequest> | undefined => {
  if (typeof XMLHttpRequest !== 'undefined' || 'importScripts' in globalThis) return undefined;
  const encoded = new Response(form);
  const reader = encoded.body?.getReader();
  // What stands around the files in a form is not in the total.
  let total = 0;
  form.forEach((value) => (total += typeof value === 'string' ? value.length : value.size));
  let sent = 0;
  let chunk = new Uint8Array();
  const body = new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      if (chunk.length === 0) {
        const next = await reader?.read();
        if (!next?.value) {
          stream.close();
          return;
        }
        chunk = next.value;
      }
      // A file comes in one piece where it is in memory, and leaves in parts that are taken as the wire takes them.
      const part = chunk.subarray(0, PART);
      chunk = chunk.subarray(PART);
      stream.enqueue(part);
      sent += part.length;
      onProgress(Math.min(sent / total, 1));
    },
    cancel: (reason) => reader?.cancel(reason),
  });
  return {
    body,
    headers: { ...headers, 'Content-Type': encoded.headers.get('Content-Type') ?? '' },
    duplex: 'half',
  };
};

/** The exchange, watched where that can be done. */
export const watchedExchange =
  (exchange: Exchange): Exchange =>
  (request) => {
    const { body, headers, onProgress } = request;
    return exchange({
      ...request,
      ...(onProgress && body instanceof FormData && watched(body, headers, onProgress)),
    });
  };
