/** What went wrong, on REST and on the socket alike (guide: 错误码; from 5013 on they are rxim's). */
export const ErrorCode = {
  InvalidArgument: 5001,
  Database: 5002,
  NotPermitted: 5003,
  NotFound: 5004,
  Conflict: 5005,
  Storage: 5006,
  Image: 5007,
  MemberLimit: 5008,
  Unsupported: 5009,
  TooLong: 5010,
  FileTooLarge: 5011,
  UploadFailed: 5012,
  TooManyRequests: 5013,
  Unavailable: 5014,
  OutOfOrder: 5015,
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

const RETRYABLE: ReadonlySet<number> = new Set<ErrorCode>([
  ErrorCode.Database,
  ErrorCode.Storage,
  ErrorCode.TooManyRequests,
  ErrorCode.Unavailable,
  ErrorCode.OutOfOrder,
]);

/** Whether the same request may succeed later. */
export const isRetryable = (code: number): boolean => RETRYABLE.has(code);

/** One row a code: what it means, and the HTTP status it travels under. */
export const ERRORS: Readonly<Record<ErrorCode, { readonly meaning: string; readonly status: number }>> = {
  5001: { meaning: 'invalid argument', status: 400 },
  5002: { meaning: 'database error', status: 503 },
  5003: { meaning: 'not permitted', status: 403 },
  5004: { meaning: 'no such object', status: 404 },
  5005: { meaning: 'conflicting arguments', status: 409 },
  5006: { meaning: 'file storage error', status: 503 },
  5007: { meaning: 'image could not be processed', status: 422 },
  5008: { meaning: 'member limit reached', status: 409 },
  5009: { meaning: 'unsupported operation', status: 405 },
  5010: { meaning: 'argument too long', status: 413 },
  5011: { meaning: 'file too large', status: 413 },
  5012: { meaning: 'upload failed', status: 400 },
  5013: { meaning: 'too many requests', status: 429 },
  5014: { meaning: 'temporarily unavailable', status: 503 },
  5015: { meaning: 'its predecessor is not accepted yet', status: 409 },
};

/** The body of every REST answer that is an error. */
export interface ErrorBody {
  readonly errorCode: number;
  readonly errorMessage: string;
}
