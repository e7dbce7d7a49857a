import { ERRORS, ErrorCode } from 'rxim/protocol';

export interface FailureOptions extends ErrorOptions {
  /** HTTP status, where it is not the usual one of the code. */
  readonly status?: number;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number;
}

/** Something that was asked for cannot be done; `code` and `message` are what the caller will see. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly status: number;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].meaning,
    { status = ERRORS[code].status, retryAfter, ...options }: FailureOptions = {},
  ) {
    super(message, options);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export const invalid = (message: string): Failure => new Failure(ErrorCode.InvalidArgument, message);

export const tooLong = (message: string): Failure => new Failure(ErrorCode.TooLong, message);

export const notFound = (what: string): Failure => new Failure(ErrorCode.NotFound, `no such ${what}`);

export const conflict = (message: string): Failure => new Failure(ErrorCode.Conflict, message);

export const notPermitted = (message?: string): Failure => new Failure(ErrorCode.NotPermitted, message);

/** The caller has not shown who it is, or not so that it convinces. */
export const unauthenticated = (message: string): Failure =>
  new Failure(ErrorCode.NotPermitted, message, { status: 401 });
