import type { CDPSession, Page, Worker } from 'playwright-core';
import { newSubscription } from '../../../server/spec/push/support/subscription';
import { newPostOffice, type PostOffice } from '../../../server/spec/push/support/post-office';

declare const self: EventTarget & {
  clients: { openWindow(url: string): Promise<unknown> };
  registration: ServiceWorkerRegistration;
  opened?: string;
  showing?: Promise<void>;
};
declare const NotificationEvent: new (name: string, init: { notification: Notification }) => Event;

/**
 * The push service of a browser. The real one is out of reach, so a subscription leads here; what comes is decrypted as the browser
 * does it, and handed to the service worker by DevTools.
 */
export class PushService {
  readonly #page: Page;
  readonly #tools: CDPSession;
  readonly #office: PostOffice;
  readonly #decrypt: (body: Buffer) => string;
  readonly #registration: Promise<string>;
  #last = '';

  private constructor(page: Page, tools: CDPSession, office: PostOffice, decrypt: (body: Buffer) => string) {
    this.#page = page;
    this.#tools = tools;
    this.#office = office;
    this.#decrypt = decrypt;
    this.#registration = new Promise((resolve) =>
      tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first) resolve(first.registrationId);
      }),
    );
  }

  /** For the windows of one person, who will let the site send notifications; the page is loaded anew. */
  static async for(page: Page): Promise<PushService> {
    const office = await newPostOffice();
    const { subscription, decrypt } = newSubscription(`${office.url}/device`);
    const context = page.context();
    await context.grantPermissions(['notifications']);
    await context.addInitScript((json) => {
      const KEY = 'push-service';
      const made = { toJSON: () => json, unsubscribe: async () => localStorage.removeItem(KEY) };
      Object.assign(PushManager.prototype, {
        subscribe: () => {
          localStorage.setItem(KEY, 'subscribed');
          return Promise.resolve(made);
        },
        getSubscription: () => Promise.resolve(localStorage.getItem(KEY) ? made : null),
      });
    }, subscription);
    const tools = await context.newCDPSession(page);
    const service = new PushService(page, tools, office, decrypt);
    await tools.send('ServiceWorker.enable');
    await page.reload();
    return service;
  }

  /** The service worker of the site, once it runs. */
  async worker(): Promise<PushWorkerOfSite> {
    const context = this.#page.context();
    return new PushWorkerOfSite(context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker')));
  }

  /** Hands the next push message of the server to the service worker; resolves when its notification is shown. */
  async deliver(): Promise<void> {
    this.#last = this.#decrypt((await this.#office.next()).body);
    await this.deliverAgain();
  }

  async deliverAgain(): Promise<void> {
    const [worker] = this.#page.context().serviceWorkers();
    const { origin } = new URL(worker!.url());
    const registrationId = await this.#registration;
    // Not by asking again and again: Chromium forgets a notification that is asked for while it is only about to be shown.
    await worker!.evaluate(() => {
      const { registration } = self;
      const show = registration.showNotification.bind(registration);
      self.showing = new Promise((resolve, reject) => {
        registration.showNotification = (...notification) => {
          registration.showNotification = show;
          const shown = show(...notification);
          shown.then(resolve, reject);
          return shown;
        };
      });
    });
    await this.#tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: this.#last });
    await worker!.evaluate(() => self.showing);
  }
}

/** A service worker, from within. */
class PushWorkerOfSite {
  constructor(private readonly worker: Worker) {}

  /** What is shown, as soon as no more than so many are left. */
  shown(count: number): Promise<readonly { readonly title: string; readonly body: string }[]> {
    return this.worker.evaluate(async (count) => {
      let shown: readonly Notification[];
      do shown = await self.registration.getNotifications();
      while (shown.length > count);
      return shown.map(({ title, body }) => ({ title, body }));
    }, count);
  }

  /**
   * Clicks on the notification; resolves with the address of the window that is opened for it, if one is. Only the hand of a person
   * makes a browser open one.
   */
  click(): Promise<string | undefined> {
    return this.worker.evaluate(async () => {
      delete self.opened;
      self.clients.openWindow = (url) => Promise.resolve((self.opened = url));
      const [notification] = await self.registration.getNotifications();
      if (!notification) throw new Error('no notification is shown');
      const waiting: Promise<unknown>[] = [];
      const event = Object.assign(new NotificationEvent('notificationclick', { notification }), {
        waitUntil: (done: Promise<unknown>) => waiting.push(done),
      });
      self.dispatchEvent(event);
      await Promise.allSettled(waiting);
      return self.opened;
    });
  }
}
