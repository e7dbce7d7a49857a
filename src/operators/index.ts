/** Operators for consumers, and the ones that the client itself is made of. They need nothing but rxjs. */
export { backoff, type BackoffOptions, type BackoffStep } from './backoff';
export { fromFriend, fromFriends } from './from-friends';
export { inGroup, inRoom } from './in-group';
export { iterate } from './iterate';
export { ofMedia, type WithMedia } from './of-media';
export { retryBackoff, type RetryBackoffOptions } from './retry-backoff';
