import {
  Subject,
  catchError,
  concat,
  concatMap,
  defer,
  distinctUntilChanged,
  finalize,
  from,
  ignoreElements,
  map,
  of,
  shareReplay,
  startWith,
  switchMap,
  type Observable,
} from 'rxjs';
import { ImError } from '../errors';
import type { Installation, InstallationAddress, PushOffer, WebPushSubscription } from '../protocol';

/** The calls of `im.installations` that are needed. */
export interface Installations {
  offer(): Observable<PushOffer>;
  register(
    user: string,
    installation: { readonly id: string } & InstallationAddress,
  ): Observable<Installation>;
  remove(user: string, id: string): Observable<void>;
  list(user: string): Observable<readonly Installation[]>;
}

/** Whose notifications come to which browser. */
export interface WebPushOptions {
  /** The client. */
  readonly im: { readonly installations: Installations };
  /** The user who is logged in. */
  readonly user: string;
  /** Id of this browser: the `installId` that the client was made with. */
  readonly installId: string;
  /** Address of the script that calls `showPushes()`, on this site. */
  readonly worker: string;
  /** Of the texts that stand for images, voice messages and videos. @default the browser's */
  readonly language?: string;
}

/**
 * `unsupported`: this browser has no Web Push, or the page is not served by HTTPS. `blocked`: the user said no, and only the
 * browser's settings can undo it. `off`: may be turned on. `on`: notifications for the user come here.
 */
export type WebPushState = 'unsupported' | 'blocked' | 'off' | 'on';

/** Notifications of one user in this browser. */
export interface WebPush {
  /**
   * Whether notifications come here, asked of browser and server at the first subscription and after each change that is made here:
   * replayed, and shared.
   */
  readonly state$: Observable<WebPushState>;
  /**
   * Asks for permission, subscribes this browser and registers it: cold. Subscribe to it in the handler of a click, since browsers
   * refuse to ask otherwise. If notifications are on already it renews the registration, without asking; a page does so at each
   * start, since a browser may change its subscription.
   *
   * Errors: `unsupported`; `denied` if the user said no; what the push service of the browser or the server said.
   */
  enable(): Observable<Installation>;
  /** Has nothing more sent here and ends the browser's subscription: cold. */
  disable(): Observable<void>;
}

/** Notifications of a user in this browser, by the service worker `worker`. Does nothing before it is subscribed to. */
export const createWebPush = ({ im, user, installId, worker, language }: WebPushOptions): WebPush => {
  const { installations } = im;
  const changed$ = new Subject<void>();

  const current = async (): Promise<PushSubscription | null | undefined> => {
    const registration = await navigator.serviceWorker.getRegistration(worker);
    return registration?.pushManager.getSubscription();
  };
  const unsubscribe = async (): Promise<unknown> => (await current())?.unsubscribe();

  const stateOf = (): Observable<WebPushState> => {
    if (!isSupported()) return of('unsupported');
    if (Notification.permission === 'denied') return of('blocked');
    return from(current()).pipe(
      switchMap((subscription) => (subscription ? installations.list(user) : of([]))),
      map((known) =>
        known.some(({ id, platform }) => id === installId && platform === 'webpush') ? 'on' : 'off',
      ),
      // Who cannot ask the server can still turn it on later.
      catchError(() => of<WebPushState>('off')),
    );
  };

  return {
    state$: changed$.pipe(
      startWith(undefined),
      switchMap(stateOf),
      distinctUntilChanged(),
      shareReplay({ bufferSize: 1, refCount: true }),
    ),

    enable: () =>
      defer(askPermission).pipe(
        concatMap(() => installations.offer()),
        concatMap(({ applicationServerKey: key }) => subscribe(worker, key)),
        concatMap((subscription) =>
          installations.register(user, {
            id: installId,
            platform: 'webpush',
            subscription,
            language: language ?? navigator.language,
          }),
        ),
        finalize(() => changed$.next()),
      ),

    disable: () =>
      concat(installations.remove(user, installId), defer(unsubscribe)).pipe(
        ignoreElements(),
        finalize(() => changed$.next()),
      ),
  };
};

const isSupported = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

/** At once: a browser asks in the turn of a click and no later. */
const askPermission = async (): Promise<void> => {
  if (!isSupported()) throw new ImError('unsupported', 'This browser has no Web Push, or no HTTPS');
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') throw new ImError('denied', 'Notifications are not permitted');
};

const subscribe = async (
  worker: string,
  applicationServerKey: string | undefined,
): Promise<WebPushSubscription> => {
  if (applicationServerKey === undefined) throw new ImError('unsupported', 'The server sends no Web Push');
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey };
  let subscription: PushSubscription;
  try {
    subscription = await pushManager.subscribe(options);
  } catch (error) {
    // One of another key: the server has a new one.
    const former = await pushManager.getSubscription();
    if (former === null) throw error;
    await former.unsubscribe();
    subscription = await pushManager.subscribe(options);
  }
  return subscription.toJSON() as WebPushSubscription;
};
