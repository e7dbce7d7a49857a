import type { WireRequest } from './exchange';

/**
 * A form as a stream that tells how much of it has left. Not in browsers and their workers: Chromium can stream a request
 * over HTTP/2 only; there an upload is watched through XMLHttpRequest, or not at all.
 */
export const watched = (
  form: FormData,
  headers: WireRequest['headers'],
  onProgress: (part: number) => void,
): RequestInit | undefined => {
  if (typeof XMLHttpRequest !== 'undefined' || 'importScripts' in globalThis) return undefined;
  const encoded = new Response(form);
  let total = 0;
  form.forEach((value) => (total += typeof value === 'string' ? value.length : value.size));
  let sent = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, stream) => {
      stream.enqueue(chunk);
      sent += chunk.byteLength;
      // What stands around the files in a form is not in the total.
      onProgress(Math.min(sent / total, 1));
    },
  });
  return {
    body: encoded.body?.pipeThrough(count) ?? null,
    headers: { ...headers, 'Content-Type': encoded.headers.get('Content-Type') ?? '' },
    duplex: 'half',
  } as RequestInit;
};
