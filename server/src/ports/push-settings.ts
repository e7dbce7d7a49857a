/** How an application's notifications look, and what carries them. */
export interface PushSettings {
  /** `{name}` is who wrote, `{group}` the group. @default '{name}' */
  readonly title?: string;
  /** Of messages in groups. @default '{name} · {group}' */
  readonly groupTitle?: string;
  /** Of system messages. @default the application's id */
  readonly systemTitle?: string;
  /** Of texts, for installations that named none. @default 'en' */
  readonly language?: string;
  /** What stands for a message that is no text, by language. English and Chinese are there already. */
  readonly texts?: Readonly<Record<string, Partial<MediaTexts>>>;
  /** For messages that name no sound. @default 'default' */
  readonly sound?: string;
  readonly webPush?: WebPushSettings;
  readonly fcm?: FcmSettings;
  readonly apns?: ApnsSettings;
  readonly webhook?: WebhookSettings;
  /** Also send to addresses without TLS, and within this network. For tests: clients name these addresses. @default false */
  readonly insecureEndpoints?: boolean;
}

export interface MediaTexts {
  readonly image: string;
  readonly audio: string;
  readonly video: string;
}

export interface WebPushSettings {
  /** Whom a push service may write to about this server, `mailto:…` or `https://…`. */
  readonly contact?: string;
  /** VAPID keys, base64url. @default a pair that the server makes and keeps */
  readonly publicKey?: string;
  readonly privateKey?: string;
  /** Push services that are known; `*.example.com` is any below. @default those of Chrome, Firefox, Safari and Edge */
  readonly hosts?: readonly string[];
}

export interface FcmSettings {
  /** What Firebase gives as a JSON file. */
  readonly serviceAccount: {
    readonly project_id: string;
    readonly client_email: string;
    /** In PEM. */
    readonly private_key: string;
    readonly token_uri?: string;
  };
  /** @default 'https://fcm.googleapis.com' */
  readonly endpoint?: string;
}

export interface ApnsSettings {
  readonly teamId: string;
  readonly keyId: string;
  /** The .p8 file, in PEM. */
  readonly key: string;
  /** Bundle id. */
  readonly topic: string;
  /** @default 'https://api.push.apple.com' */
  readonly endpoint?: string;
  /** @default 'https://api.sandbox.push.apple.com' */
  readonly sandboxEndpoint?: string;
}

export interface WebhookSettings {
  /** Signs what is sent: HMAC-SHA256. At least 32 bytes. */
  readonly secret: string;
  /** Hosts that installations may name; `*.example.com` is any below. */
  readonly hosts: readonly string[];
}
