import { ImError, type ImErrorOptions } from './im-error';

/** The server could not be reached, or the connection broke. */
export class NetworkError extends ImError {
  override readonly name = 'NetworkError';

  constructor(message: string, options?: ImErrorOptions) {
    super('network', message, { ...options, retry: true });
  }
}
