import { ImError } from './im-error';

/** No answer came in time. */
export class TimeoutError extends ImError {
  override readonly name = 'TimeoutError';

  constructor(message: string, options?: ErrorOptions) {
    super('timeout', message, { ...options, retry: true });
  }
}
