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

/** One row a code: what it means, the HTTP status it travels under, and whether the same request may succeed later. */
export const ERRORS: Readonly<Record<ErrorCode, { meaning: string; status: number; retry: boolean }>> = {
  5001: { meaning: 'invalid argument', status: 400, retry: false },
  5002: { meaning: 'database error', status: 503, retry: true },
  5003: { meaning: 'not permitted', status: 403, retry: false },
  5004: { meaning: 'no such object', status: 404, retry: false },
  5005: { meaning: 'conflicting arguments', status: 409, retry: false },
  5006: { meaning: 'file storage error', status: 503, retry: true },
  5007: { meaning: 'image could not be processed', status: 422, retry: false },
  5008: { meaning: 'member limit reached', status: 409, retry: false },
  5009: { meaning: 'unsupported operation', status: 405, retry: false },
  5010: { meaning: 'argument too long', status: 413, retry: false },
  5011: { meaning: 'file too large', status: 413, retry: false },
  5012: { meaning: 'upload failed', status: 400, retry: false },
  5013: { meaning: 'too many requests', status: 429, retry: true },
  5014: { meaning: 'temporarily unavailable', status: 503, retry: true },
  5015: { meaning: 'its predecessor is not accepted yet', status: 409, retry: true },
};

export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'number' && code in ERRORS;

/** The body of every REST answer that is an error. */
export interface ErrorBody {
  readonly errorCode: number;
  readonly errorMessage: string;
}
