import type { Observable } from 'rxjs';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FormData | ReadableStream<Uint8Array>;
  /** Goes with a stream, which leaves while the answer is waited for. */
  readonly duplex?: 'half';
  /** Told how much of the body has left, from 0 to 1. */
  readonly onProgress?: ((part: number) => void) | undefined;
}

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
  /** The `Retry-After` header. */
  readonly retryAfter: string | null;
}

/**
 * Carries a request to the server and back: cold, one request a subscription, aborted on the wire by unsubscribing. Any
 * status is an answer; an error notification means that there was none.
 */
export type Exchange = (request: WireRequest) => Observable<WireAnswer>;
