export {
  ImError,
  isImError,
  retryAfterOf,
  unreadable,
  type ImErrorCode,
  type ImErrorOptions,
} from './im-error';
export { NetworkError } from './network-error';
export { RefusedError } from './refused-error';
export { TimeoutError } from './timeout-error';
