import { ImError } from './im-error';

/** The server could not be reached, or the connection broke. */
export class NetworkError extends ImError {
  override readonly name = 'NetworkError';

  constructor(message: string, options?: ErrorOptions) {
    super('network', message, { ...options, retry: true });
  }
}
