import { ImError, RefusedError } from '../errors';
import { ErrorCode, type ErrorBody } from '../protocol';
import type { WireAnswer } from './exchange';

/** What the answer says, `undefined` if nothing; throws what it says to have gone wrong. `name` is that of the request. */
export const readAnswer = ({ status, text, retryAfter }: WireAnswer, name: string): unknown => {
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    if (status < 300)
      throw new ImError('protocol', `${name} was answered by something else than JSON`, { status, cause });
  }
  if (status >= 200 && status < 300) return body;
  const { errorCode = codeOf(status), errorMessage = `${name} was answered with status ${status}` } =
    (body as Partial<ErrorBody> | null | undefined) ?? {};
  throw new RefusedError(errorCode, errorMessage, {
    status,
    retry: status === 408 || status === 429 || status >= 500,
    retryAfter: delayOf(retryAfter),
  });
};

/** Status codes of whatever stands between client and server, which knows nothing of our errors. */
const codeOf = (status: number): ErrorCode => {
  if (status >= 500 || status === 408) return ErrorCode.Unavailable;
  return CODES[status] ?? ErrorCode.InvalidArgument;
};

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: ErrorCode.NotPermitted,
  403: ErrorCode.NotPermitted,
  404: ErrorCode.NotFound,
  405: ErrorCode.Unsupported,
  413: ErrorCode.TooLong,
  429: ErrorCode.TooManyRequests,
};

/** `Retry-After` is seconds or a date; the answer is in milliseconds. */
const delayOf = (retryAfter: string | null): number | undefined => {
  if (!retryAfter) return undefined;
  const delay = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(delay) ? undefined : Math.max(0, delay);
};
