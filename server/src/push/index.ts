/** What carries notifications to devices. */
export { createApns } from './apns';
export { createFcm } from './fcm';
export { createWebPush, PUSH_SERVICES } from './web-push';
export { createWebhook } from './webhook';
