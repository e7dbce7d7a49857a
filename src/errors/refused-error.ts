import { isRetryable } from '../protocol';
import { ImError, type ImErrorOptions } from './im-error';

/** The server said no, with one of its codes. */
export class RefusedError extends ImError {
  override readonly name = 'RefusedError';

  constructor(code: number, message = `error ${code}`, options: ImErrorOptions = {}) {
    super(code, message, { retry: isRetryable(code), ...options });
  }
}
