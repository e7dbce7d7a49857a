import { computed, DestroyRef, inject, signal, type Signal, untracked } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { NEVER, type Observable, startWith, switchMap } from 'rxjs';
import type { Conversation, ConversationItem, Peer } from 'rxim';
import { injectIm } from './inject-im';

/** A conversation as signals. */
export interface ConversationRef {
  /** All lines that are known, oldest first; `undefined` until the latest page is loaded. */
  readonly messages: Signal<readonly ConversationItem[] | undefined>;
  /** Whether there may be something older than the first line. */
  readonly hasOlder: Signal<boolean>;
  /** Whether a page of what is older is on its way. */
  readonly loadingOlder: Signal<boolean>;
  /** Loads one page of what is older, unless one is on its way or there is none. */
  readonly loadOlder: () => void;
  /** The user has read everything here. */
  readonly markRead: () => void;
}

/** How far a history was read; a new one for each conversation that is shown. */
interface Shown {
  readonly conversation: Conversation;
  readonly older: ReturnType<typeof olderState>;
}

const olderState = () => signal({ loading: false, more: true });

/**
 * A conversation, kept up to date while the component lives. However many components show the same one, it is computed once.
 *
 * @param peer with whom; or a function of signals (`() => group(this.id())`), for a component that is used again for another
 * conversation. `undefined` shows none.
 */
export const injectConversation = (peer: Peer | (() => Peer | undefined)): ConversationRef => {
  const im = injectIm();
  const destroyed = inject(DestroyRef);
  const peerOf = typeof peer === 'function' ? peer : () => peer;
  const shown = computed<Shown | undefined>(
    () => {
      const who = peerOf();
      return who && { conversation: im.conversation(who), older: olderState() };
    },
    // A peer that is only another object is no other peer.
    { equal: (a, b) => samePeer(a?.conversation.peer, b?.conversation.peer) },
  );
  const messages$ = (now: Shown | undefined): Observable<Lines> =>
    (now?.conversation.messages$ ?? NEVER).pipe(startWith<Lines>(undefined));
  // What does not change is subscribed to at once, not with the first rendering.
  const source$: Observable<Lines> =
    typeof peer === 'function' ? toObservable(shown).pipe(switchMap(messages$)) : messages$(untracked(shown));

  return {
    messages: toSignal(source$),
    hasOlder: computed(() => shown()?.older().more ?? false),
    loadingOlder: computed(() => shown()?.older().loading ?? false),
    loadOlder: () => {
      const now = untracked(shown);
      if (!now || !untracked(now.older).more || untracked(now.older).loading || destroyed.destroyed) return;
      now.older.set({ loading: true, more: true });
      now.conversation.loadOlder().subscribe({
        next: (more) => now.older.set({ loading: false, more }),
        // It is tried again when it is asked for again; `errors$` tells why it failed.
        error: () => now.older.set({ loading: false, more: true }),
        complete: () => now.older.update(({ more }) => ({ loading: false, more })),
      });
    },
    markRead: () => untracked(shown)?.conversation.markRead(),
  };
};

type Lines = readonly ConversationItem[] | undefined;

const samePeer = (a: Peer | undefined, b: Peer | undefined): boolean =>
  a?.id === b?.id && a?.type === b?.type;
