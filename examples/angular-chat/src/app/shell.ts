import { Component, effect, inject, signal } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { Title } from '@angular/platform-browser';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { injectIm } from 'rxim/angular';
import { filter, map, startWith } from 'rxjs';
import { Banner } from './banner';
import { Chats } from './chats';
import { summaryOf } from './peers';
import { Sidebar } from './sidebar';

/** The page of somebody who is logged in: two columns, or one of them on a phone. */
@Component({
  selector: 'chat-shell',
  imports: [Banner, RouterOutlet, Sidebar],
  template: `<div class="app" [attr.data-open]="open() ? '' : null">
      <chat-banner />
      <chat-sidebar />
      <main class="conversation" [attr.aria-label]="open() ? 'Conversation' : 'No conversation'">
        <router-outlet />
      </main>
    </div>
    <div class="visually-hidden" role="log" aria-label="News">
      @for (each of news(); track each.n) {
        <p>{{ each.words }}</p>
      }
    </div>`,
})
export class Shell {
  readonly #router = inject(Router);
  /** Whether the address names a chat. */
  protected readonly open = toSignal(
    this.#router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      startWith(undefined),
      map(() => this.#router.url !== '/'),
    ),
    { requireSync: true },
  );
  /** What has just come in, for who does not see the page: the log of messages itself is silent, since it also grows upwards. */
  protected readonly news = signal<readonly { readonly n: number; readonly words: string }[]>([]);

  constructor() {
    let n = 0;
    injectIm()
      .message$.pipe(takeUntilDestroyed())
      .subscribe(({ from, content }) =>
        this.news.set([{ n: n++, words: `${from.id}: ${summaryOf(content)}` }]),
      );
    const title = inject(Title);
    const { unread } = inject(Chats);
    effect(() => title.setTitle(unread() > 0 ? `(${unread()}) rxim chat` : 'rxim chat'));
  }
}
