import type { Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import type { ConnectionState, ConversationSummary, OutboxItem, RosterEntry } from 'rxim';
import { injectIm } from './inject-im';

/** Where the connection is, as a signal: `im.state$`. */
export const injectImState = (): Signal<ConnectionState> => {
  const im = injectIm();
  return toSignal(im.state$, { initialValue: im.state });
};

/** The friends of this user with their presence: `im.friends.live$`. `undefined` until they are loaded. */
export const injectRoster = (): Signal<readonly RosterEntry[] | undefined> =>
  toSignal(injectIm().friends.live$);

/** All conversations, those with the newest message first: `im.conversations$`. `undefined` until they are loaded. */
export const injectConversations = (): Signal<readonly ConversationSummary[] | undefined> =>
  toSignal(injectIm().conversations$);

/** Messages that the server has not acknowledged: `im.outbox$`. */
export const injectOutbox = (): Signal<readonly OutboxItem[]> =>
  toSignal(injectIm().outbox$, { initialValue: [] });
