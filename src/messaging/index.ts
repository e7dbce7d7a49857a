export type { Compose, Composed } from './compose';
export { answerTo } from './answer-to';
export type { Delivery } from './delivery';
export type { ImEvents, InboxItem } from './events';
export { Messaging, type MessagingOptions } from './messaging';
export type { OutboxItem } from './outbox-item';
export type { OutboxOptions } from './outbox-options';
export type { Heard } from './messaging';
export type { Draft, FileContent, Upload } from './send';
