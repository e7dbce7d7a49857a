/** What went wrong, on REST and on the socket alike (guide: 错误码; from 5013 on they are rxim's). */
export const ErrorCode = {
  /** An argument is missing or wrong. */
  InvalidArgument: 5001,
  /** The database failed; may pass. */
  Database: 5002,
  /** Not allowed: no friend, no member, no right. */
  NotPermitted: 5003,
  /** There is no such user, group, room, guest or file. */
  NotFound: 5004,
  /** It contradicts what is there: a `cid` with another content, a name that is taken. */
  Conflict: 5005,
  /** The storage of files failed; may pass. */
  Storage: 5006,
  /** The image cannot be read. */
  Image: 5007,
  /** More members than the server admits. */
  MemberLimit: 5008,
  /** The server does not do this. */
  Unsupported: 5009,
  /** A text or value is too long. */
  TooLong: 5010,
  /** The file is too large. */
  FileTooLarge: 5011,
  /** The upload broke off. */
  UploadFailed: 5012,
  /** Too much at once; `retryAfter` tells how long to wait. */
  TooManyRequests: 5013,
  /** Overloaded or going down; may pass. */
  Unavailable: 5014,
  /** Its predecessor in the conversation is not accepted yet; the client sends it again. */
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
