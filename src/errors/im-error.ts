/** What went wrong: a code of the protocol (5001 …), or one of the client's own words. */
export type ImErrorCode =
  | number
  | 'aborted'
  | 'closed'
  | 'expired'
  | 'network'
  | 'not-connected'
  | 'overflow'
  | 'protocol'
  | 'storage'
  | 'timeout'
  | 'unknown'
  | 'withdrawn';

export interface ImErrorOptions extends ErrorOptions {
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** The same thing may succeed if it is tried again later. */
  readonly retry?: boolean;
  /** Milliseconds that the server asked to wait before that. */
  readonly retryAfter?: number | undefined;
}

/** Every error of this package is one; `code` tells them apart. */
export class ImError extends Error {
  override readonly name: string = 'ImError';
  readonly status: number | undefined;
  readonly retry: boolean;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ImErrorCode,
    message: string,
    { status, retry = false, retryAfter, ...options }: ImErrorOptions = {},
  ) {
    super(message, options);
    this.status = status;
    this.retry = retry;
    this.retryAfter = retryAfter;
  }
}

/** Tells an `ImError` by its shape, so that it works across copies of this package and realms. */
export const isImError = (error: unknown): error is ImError =>
  error instanceof ImError ||
  (error instanceof Error && 'code' in error && 'retry' in error && NAMES.has(error.name));

const NAMES = new Set(['ImError', 'RefusedError', 'NetworkError', 'TimeoutError']);
