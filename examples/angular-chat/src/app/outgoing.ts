import { Injectable, signal } from '@angular/core';
import { isImError, type Peer, type Draft } from 'rxim';
import { injectIm } from 'rxim/angular';
import { filter, type Subscription, switchMap, take } from 'rxjs';
import { keyOf } from './peers';
import { wordsFor } from './words';

type Content = Draft<File>['content'];

/** What the outbox does not have: a picture that is being uploaded, or a message that could not be sent. */
export interface Outgoing {
  readonly type: 'uploading' | 'failed';
  readonly key: string;
  readonly chat: string;
  readonly content: Content;
  readonly ts: number;
  readonly percent: number;
  /** Why it could not be sent. */
  readonly reason: string;
  readonly retry: () => void;
  readonly discard: () => void;
}

const newCid = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

@Injectable({ providedIn: 'root' })
export class OutgoingMessages {
  readonly #im = injectIm();
  readonly #online$ = this.#im.state$.pipe(
    filter(({ name }) => name === 'online'),
    take(1),
  );
  readonly #all = signal<readonly Outgoing[]>([]);
  /** Pictures that this window sent: they show at once, and go on showing when they have arrived. */
  readonly #previews = new Map<string, string>();

  at(peer: Peer): readonly Outgoing[] {
    const chat = keyOf(peer);
    return this.#all().filter((each) => each.chat === chat);
  }

  previewOf(key: string): string | undefined {
    return this.#previews.get(key);
  }

  send(to: Peer, content: Content): void {
    const key = newCid();
    // The same observable again is the same message: what is tried again is not doubled.
    const message$ = this.#im.send({ to, content, cid: key });
    // A text waits in the outbox for a connection; a picture waits here, where it can be taken back.
    const delivery$ = 'file' in content ? this.#online$.pipe(switchMap(() => message$)) : message$;
    const ts = Date.now();
    const file = 'file' in content ? content.file : undefined;
    if (file instanceof Blob) this.#previews.set(key, URL.createObjectURL(file));
    let watching: Subscription | undefined;
    const drop = (): void => this.#all.update((all) => all.filter((each) => each.key !== key));
    const discard = (): void => {
      watching?.unsubscribe();
      drop();
    };
    const put = (type: Outgoing['type'], percent: number, reason = ''): void => {
      const item = { type, key, chat: keyOf(to), content, ts, percent, reason, retry: go, discard };
      this.#all.update((all) =>
        [...all.filter((each) => each.key !== key), item].sort((a, b) => a.ts - b.ts),
      );
    };
    const go = (): void => {
      if (file) put('uploading', 0);
      else drop();
      watching = delivery$.subscribe({
        next: (delivery) => (delivery.state === 'uploading' ? put('uploading', delivery.percent) : drop()),
        error: (error: unknown) => {
          // The next client of this device sends it.
          if (isImError(error) && error.code === 'closed') return;
          put('failed', 0, wordsFor(error));
        },
      });
    };
    go();
  }
}
