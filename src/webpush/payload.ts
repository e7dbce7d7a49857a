import { filter, fromEvent, map, type Observable } from 'rxjs';
import type { Message, System } from '../protocol';

/** What a push message of the server says (PROTOCOL.md, section 9). */
export interface PushPayload {
  /** The same for every try. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** The conversation: a later notification takes the place of an earlier one. */
  readonly tag: string;
  /** Messages that it speaks for. */
  readonly count: number;
  /** Absent: the sender wishes it to be silent. */
  readonly sound?: string;
  readonly badge?: number;
  readonly contentAvailable?: boolean;
  /** The message was too long; the whole of it comes with the next login. */
  readonly truncated?: boolean;
  /** The message, as the event that brings it live. */
  readonly parrot: Partial<Message | System>;
}

/** What the service worker tells a page whose notification was clicked. */
export interface Opened {
  readonly rxim: 'opened';
  readonly opened: PushOpened;
}

/** A click on a notification. */
export interface PushOpened {
  /** Of the conversation, as `urlOf` of the service worker has it. */
  readonly url: string;
  readonly payload: PushPayload;
}

/**
 * The clicks on notifications that the service worker hands to this page: hot, and there is nothing to replay, since a window that
 * a click opened has the conversation in its address. Unsubscribing stops listening.
 */
export const pushOpened = (): Observable<PushOpened> =>
  fromEvent<MessageEvent<Partial<Opened> | undefined>>(navigator.serviceWorker, 'message').pipe(
    filter(({ data }) => data?.rxim === 'opened'),
    map(({ data }) => (data as Opened).opened),
  );
