import { afterNextRender, Component, type ElementRef, input, output, viewChild } from '@angular/core';
import { NAME } from './session';

/** A login that the server refused. */
export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

@Component({
  selector: 'chat-login',
  template: `<main class="login">
    <form class="card" (submit)="$event.preventDefault(); entered.emit(field.value)">
      <img src="icon.svg" alt="" width="56" height="56" />
      <h1>rxim chat</h1>
      <p class="muted">Open it in two windows and talk to yourself, or send the address to a friend.</p>
      <label for="login-name">Your name</label>
      <input
        #field
        id="login-name"
        name="name"
        required
        maxlength="128"
        [pattern]="pattern"
        title="Letters, digits, _ and -"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        aria-describedby="login-error"
        [value]="refusal()?.name ?? ''"
      />
      <p id="login-error" class="error" role="alert">{{ refusal()?.reason }}</p>
      <button class="primary" type="submit">Log in</button>
    </form>
  </main>`,
})
export class Login {
  protected readonly pattern = NAME;
  readonly refusal = input<Refusal>();
  readonly entered = output<string>();
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  constructor() {
    afterNextRender(() => this.field().nativeElement.focus());
  }
}
