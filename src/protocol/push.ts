/** Who carries notifications to a device. */
export type PushPlatform = PushAddress['platform'];

/** What a browser's `PushSubscription.toJSON()` gives. */
export interface WebPushSubscription {
  readonly endpoint: string;
  readonly expirationTime?: number | null | undefined;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** Where notifications for an installation go. */
export type PushAddress =
  | { readonly platform: 'webpush'; readonly subscription: WebPushSubscription }
  | { readonly platform: 'fcm'; readonly token: string }
  | {
      readonly platform: 'apns';
      readonly token: string;
      /** Bundle id, if it is another one than the application's usual. */
      readonly topic?: string;
      /** The token is of Apple's sandbox, as those of builds for development are. @default false */
      readonly sandbox?: boolean;
    }
  /** Each notification is a signed POST to this URL. */
  | { readonly platform: 'webhook'; readonly url: string };

/** What `PUT /ctx/:user/installations/:id` takes. */
export type InstallationAddress = PushAddress & {
  /** Of the texts that stand for images, voice messages and videos, like `en` or `zh`. @default the application's */
  readonly language?: string;
  /** When the address ceases to be good, in milliseconds since 1970. */
  readonly expires?: number;
};

/** An installation that belongs to a user. Its address is told to nobody. */
export interface Installation {
  readonly id: string;
  /** Absent for one that has logged in and never said where notifications go. */
  readonly platform?: PushPlatform;
  readonly language?: string;
  readonly expires?: number;
  /** When it was registered, in milliseconds since 1970. */
  readonly ts?: number;
}

/** Answer to `GET /push`: what the application can send notifications by. */
export interface PushOffer {
  readonly platforms: readonly PushPlatform[];
  /** VAPID key for `pushManager.subscribe()`, base64url; there if `webpush` is. */
  readonly applicationServerKey?: string;
}

/** A notification that could not be delivered; the administrator sees it. */
export interface DeadPush {
  readonly id: string;
  readonly user: string;
  readonly install: string;
  readonly platform: PushPlatform;
  readonly conv: string;
  readonly seq: number;
  /** How often it was tried. */
  readonly tries: number;
  readonly error: string;
  /** When it was given up, in milliseconds since 1970. */
  readonly ts: number;
}
