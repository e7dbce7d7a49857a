import type { Subscription } from 'rxjs';
import { fromEvent } from 'rxjs';
import type { Opened, PushPayload } from './payload';

/** What is used of a `ServiceWorkerGlobalScope`. */
export interface PushWorker extends EventTarget {
  readonly registration: Pick<ServiceWorkerRegistration, 'scope' | 'showNotification'>;
  readonly clients: {
    /** The open windows of the site. */
    matchAll(options: {
      readonly type: 'window';
      readonly includeUncontrolled: true;
    }): Promise<readonly Window[]>;
    /** Opens one. */
    openWindow(url: string): Promise<unknown>;
  };
  readonly navigator: {
    /** Puts a number on the application's icon, where the platform can. */
    setAppBadge?: (count?: number) => Promise<void>;
  };
}

/** What is used of a `WindowClient`. */
interface Window {
  readonly focused: boolean;
  readonly url: string;
  focus(): Promise<unknown>;
  postMessage(message: Opened): void;
}

/** How notifications look, and where they lead. */
export interface PushWorkerOptions {
  /** The address of the conversation, relative to the worker's scope: where a click leads. */
  readonly urlOf: (payload: PushPayload) => string;
  /** Address of the picture that every notification has. @default none */
  readonly icon?: string;
  /** Of one notification, what shall be different. @default nothing */
  readonly shape?: (payload: PushPayload) => NotificationOptions;
}

interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface PushEvent extends ExtendableEvent {
  readonly data: { json(): unknown } | null;
}
interface NotificationEvent extends ExtendableEvent {
  readonly notification: Notification;
}

/**
 * For a service worker, in its first turn: shows what the server pushes. A click on a notification brings a window of the site to
 * the front and tells it (`pushOpened()`), or opens one at the conversation.
 *
 * ```ts
 * showPushes(self, { urlOf: ({ parrot }) => `./#${parrot.from.id}` });
 * ```
 */
export const showPushes = (worker: PushWorker, { urlOf, icon, shape }: PushWorkerOptions): Subscription => {
  const show = async (payload: PushPayload): Promise<void> => {
    const { title, body, tag, sound, badge, parrot } = payload;
    // A number that the platform refuses must not cost the notification.
    if (badge !== undefined) await worker.navigator.setAppBadge?.(badge).catch(() => undefined);
    await worker.registration.showNotification(title, {
      body,
      tag,
      // The next one of the conversation takes the place of this one, and is heard all the same.
      renotify: true,
      silent: sound === undefined,
      timestamp: parrot.ts,
      icon,
      ...shape?.(payload),
      data: payload,
    } as NotificationOptions);
  };

  const open = async (payload: PushPayload): Promise<void> => {
    const { scope } = worker.registration;
    const { href: url } = new URL(urlOf(payload), scope);
    const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const ours = windows.filter((each) => each.url.startsWith(scope));
    const window = ours.find(({ focused }) => focused) ?? ours[0];
    if (window === undefined) {
      await worker.clients.openWindow(url);
      return;
    }
    window.postMessage({ rxim: 'opened', opened: { url, payload } });
    await window.focus();
  };

  const shown = fromEvent<PushEvent>(worker, 'push').subscribe((event) => {
    const payload = event.data?.json() as PushPayload | undefined;
    if (payload?.parrot) event.waitUntil(show(payload));
  });
  shown.add(
    fromEvent<NotificationEvent>(worker, 'notificationclick').subscribe((event) => {
      const { notification } = event;
      const payload = notification.data as PushPayload | undefined;
      // Those of others are theirs.
      if (!payload?.parrot) return;
      notification.close();
      event.waitUntil(open(payload));
    }),
  );
  return shown;
};
