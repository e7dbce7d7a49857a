import { ERRORS, isErrorCode } from '../protocol';
import { ImError, type ImErrorOptions } from './im-error';

/** The server said no, with one of its codes. */
export class RefusedError extends ImError {
  override readonly name = 'RefusedError';

  constructor(code: number, message?: string, options: ImErrorOptions = {}) {
    const known = isErrorCode(code) ? ERRORS[code] : undefined;
    super(code, message ?? known?.meaning ?? `error ${code}`, { retry: known?.retry ?? false, ...options });
  }
}
