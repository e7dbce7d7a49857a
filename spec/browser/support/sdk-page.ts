import type { Page } from 'playwright-core';

/** An SDK as pages use it; what is in the page's realm. */
type Callback = (error: unknown, data?: unknown) => void;
type Method = (...args: unknown[]) => unknown;
type Medium = 'text' | 'image' | 'audio' | 'video';
type Chain = Record<Medium, (body: unknown) => { ok(): unknown }>;
type Sdk = Record<string, Method | undefined>;
declare const ML: { im: Sdk & ((options: object, callback?: (result: unknown) => void) => Sdk) };
declare const im: Sdk;
declare const inbox: { event: string; payload: unknown }[];
declare const form: (kind: string) => Promise<unknown>;

export type Receiver = 'toFriend' | 'toGroup' | 'toRoom' | 'toStranger' | 'toPassenger' | 'toUser';
export type EventName = 'onMessage' | 'yourself' | 'sys' | 'online' | 'offline';
const EVENTS: readonly EventName[] = ['onMessage', 'yourself', 'sys', 'online', 'offline'];

/** Arguments that only a page can make. Without the first, the callback comes last. */
export const CALLBACK = 'the callback';
export const PICTURE = 'a picture in a form';
export const FILE = 'a picture';
const FILES: readonly string[] = [PICTURE, FILE];

/** Makes, in the page, what stands for itself neither in JSON nor in a test. */
const prepare = (): void => {
  const picture = (): Promise<File> =>
    new Promise((resolve) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 200 });
      canvas.toBlob((blob) => resolve(new File([blob!], 'a.png', { type: 'image/png' })));
    });
  const make = async (what: string): Promise<File | FormData> => {
    const file = await picture();
    if (what === 'a picture') return file;
    const data = new FormData();
    data.append('attachment', file);
    return data;
  };
  Object.assign(window, { inbox: [], form: make });
};

/** A page of somebody who uses an SDK by the words of the guide, which are the same for every build of it. */
export class SdkPage {
  private constructor(readonly page: Page) {}

  static async on(page: Page): Promise<SdkPage> {
    await page.evaluate(prepare);
    return new SdkPage(page);
  }

  /** `ML.im(options, callback)`; resolves with what the callback is told. From then on events are kept. */
  login(options: object): Promise<unknown> {
    return this.page.evaluate(
      ([options, events]) =>
        new Promise((resolve) => {
          const sdk = ML.im(options, resolve);
          for (const event of events) {
            sdk[event]!((payload: unknown) => {
              inbox.push({ event, payload });
              window.dispatchEvent(new Event('inbox'));
            });
          }
          Object.assign(window, { im: sdk });
        }),
      [options, EVENTS] as const,
    );
  }

  /** `ML.im(options)` without anybody to log in. */
  async administer(options: object): Promise<void> {
    await this.page.evaluate((options) => void Object.assign(window, { im: ML.im(options) }), options);
  }

  /** Calls a method, on `ML.im` as the guide writes it, or on the instance where the build has it there only. */
  call(method: string, ...args: unknown[]): Promise<unknown> {
    return this.page.evaluate(
      async ([method, args, callback, files]) => {
        const given = await Promise.all(
          args.map((arg) => (files.includes(arg as string) ? form(arg as string) : arg)),
        );
        return new Promise((resolve, reject) => {
          const done: Callback = (error, data) =>
            error
              ? reject(
                  error instanceof Error ? error : new Error(typeof error === 'string' ? error : 'no answer'),
                )
              : resolve(data);
          const withCallback = given.includes(callback)
            ? given.map((arg) => (arg === callback ? done : arg))
            : [...given, done];
          (ML.im[method] ?? im[method])!(...withCallback);
        });
      },
      [method, args, CALLBACK, FILES] as const,
    );
  }

  /** `im.toFriend(id).text(body).ok()` */
  async say(to: Receiver, id: string, medium: Medium, body: string): Promise<void> {
    await this.page.evaluate(
      async ([to, id, medium, body, files]) => {
        const given = files.includes(body) ? await form(body) : body;
        (im[to]!(id) as Chain)[medium](given).ok();
      },
      [to, id, medium, body, FILES] as const,
    );
  }

  /** Resolves with the first event of this name, of the past or to come, that has this text somewhere. */
  heard(event: EventName, text: string): Promise<unknown> {
    return this.page.evaluate(
      ([event, text]) =>
        new Promise((resolve) => {
          const look = (): void => {
            const found = inbox.find(
              (each) => each.event === event && JSON.stringify(each.payload).includes(text),
            );
            if (!found) return;
            window.removeEventListener('inbox', look);
            resolve(found.payload);
          };
          window.addEventListener('inbox', look);
          look();
        }),
      [event, text] as const,
    );
  }

  /** The members of what `ML.im()` returned. */
  members(): Promise<string[]> {
    return this.page.evaluate(() => Object.keys(im).filter((name) => typeof im[name] === 'function'));
  }

  version(): Promise<unknown> {
    return this.page.evaluate(() => ML.im['version'] as unknown);
  }

  /** Whether a page may show this picture: its width in pixels. */
  widthOf(url: string): Promise<number> {
    return this.page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return image.naturalWidth;
    }, url);
  }
}
