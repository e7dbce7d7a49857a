/** What went wrong: a code of the protocol (5001 …), or one of the client's own words. */
export type ImErrorCode =
  | number
  | 'aborted'
  | 'closed'
  | 'denied'
  | 'expired'
  | 'network'
  | 'not-connected'
  | 'overflow'
  | 'protocol'
  | 'storage'
  | 'timeout'
  | 'unknown'
  | 'unsupported'
  | 'withdrawn';

/** What an `ImError` is made of besides its code and message. */
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
  /** `ImError`, or that of its kind: `RefusedError`, `NetworkError`, `TimeoutError`. */
  override readonly name: string = 'ImError';
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** The same thing may succeed if it is tried again later. */
  readonly retry: boolean;
  /** Milliseconds that the server asked to wait before that. */
  readonly retryAfter: number | undefined;

  constructor(
    /** 5001 … from the server, or a word of the client; see `ErrorCode` and `ImErrorCode`. */
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
  (error instanceof Error &&
    'code' in error &&
    'retry' in error &&
    /^(Im|Refused|Network|Timeout)Error$/.test(error.name));

/** How long an error asks to wait, if it is one of ours and does. */
export const retryAfterOf = (error: unknown): number | undefined =>
  isImError(error) ? error.retryAfter : undefined;

/** Of what came from the server and is not what PROTOCOL.md says. */
export const unreadable = (cause: unknown): ImError =>
  new ImError('protocol', (cause as Error).message, { cause });
