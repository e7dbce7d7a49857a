/** rxim/webpush: notifications in browsers. docs/guides/push.md tells how the parts go together. */
export { pushOpened, type PushOpened, type PushPayload } from './payload';
export { createWebPush, type WebPush, type WebPushOptions, type WebPushState } from './web-push';
export { showPushes, type PushWorker, type PushWorkerOptions } from './worker';
