import type { Message, PushAddress, PushPlatform, System } from 'rxim/protocol';

/** Carries notifications to devices of one kind. A provider never throws: what goes wrong is an outcome. */
export interface PushProvider {
  readonly platform: PushPlatform;
  /** Why nothing can be sent to an address; `undefined` if it can be tried. */
  problemOf(address: PushAddress): string | undefined;
  send(address: PushAddress, notification: PushNotification): Promise<PushOutcome>;
}

export interface PushNotification {
  /** The same for every try, so that whoever gets it twice can tell. */
  readonly id: string;
  readonly user: string;
  readonly install: string;
  readonly title: string;
  /** `text` is shortened where there is not enough room, the others are not. */
  readonly prefix: string;
  readonly text: string;
  readonly suffix: string;
  readonly sound?: string;
  readonly badge?: number;
  readonly contentAvailable: boolean;
  /** The conversation: a later notification takes the place of an earlier one. */
  readonly tag: string;
  /** Messages that it speaks for. */
  readonly count: number;
  /** The message, as the event that brings it live. */
  readonly parrot: Message | System;
}

export type PushOutcome =
  | { readonly result: 'sent' }
  /** The address is not good any more. */
  | { readonly result: 'gone'; readonly reason: string }
  /** `after`: not before so many milliseconds. */
  | { readonly result: 'later'; readonly reason: string; readonly after?: number | undefined }
  /** Trying again would not help. */
  | { readonly result: 'refused'; readonly reason: string };
