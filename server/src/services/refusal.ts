import { ERRORS, ErrorCode, isRetryable } from 'rxim/protocol';
import type { Logger } from 'pino';
import { StoreError } from '../ports/store';
import { Failure } from './failure';

/** Why something that came over the socket was not done, as the client is told. */
export interface Refused {
  readonly code: ErrorCode;
  readonly message: string;
  /** The same may be sent again later. */
  readonly retry: boolean;
}

export const refused = (code: ErrorCode, message: string = ERRORS[code].meaning): Refused => ({
  code,
  message,
  retry: isRetryable(code),
});

/** Any error as what the client may know of it; what is nobody's business is logged and `Unavailable`. */
export const refusedFor = (error: unknown, log: Logger): Refused => {
  if (error instanceof StoreError && error.cause !== undefined)
    log.warn({ err: error }, 'the database refused what a client sent');
  if (error instanceof Failure || error instanceof StoreError) return refused(error.code, error.message);
  log.error({ err: error }, 'what a client sent could not be handled');
  return refused(ErrorCode.Unavailable);
};
