import { Component, effect, inject, signal, untracked } from '@angular/core';
import { injectIm, injectImState } from 'rxim/angular';
import { Login, type Refusal } from './login';
import { isName, Session } from './session';
import { Shell } from './shell';
import { wordsFor } from './words';

/** The login, or the chat of whoever is logged in. */
@Component({
  selector: 'chat-root',
  imports: [Login, Shell],
  template: `@if (session.user()) {
      <chat-shell />
    } @else {
      <chat-login [refusal]="refusal()" (entered)="enter($event)" />
    }`,
})
export class App {
  protected readonly session = inject(Session);
  protected readonly refusal = signal<Refusal | undefined>(undefined);
  readonly #im = injectIm();

  constructor() {
    const state = injectImState();
    let admitted = false;
    effect(() => {
      const now = state();
      admitted ||= now.name === 'online';
      // Later on, the banner tells why and the page stays.
      if (now.name !== 'stopped' || admitted) return;
      this.#refuse(untracked(this.session.user), wordsFor(now.cause));
    });
    const remembered = this.session.user();
    if (remembered) this.enter(remembered);
  }

  protected enter(name: string): void {
    if (isName(name)) {
      this.session.enter(name);
      this.#im.connect();
    } else this.#refuse(name, 'A name is made of letters, digits, _ and -');
  }

  #refuse(name: string, reason: string): void {
    this.refusal.set({ name, reason });
    this.session.leave();
  }
}
