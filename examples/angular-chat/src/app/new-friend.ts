import { Component, type ElementRef, inject, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { injectIm } from 'rxim/angular';
import { firstValueFrom } from 'rxjs';
import { Asking } from './asking';
import { NAME, Session } from './session';

@Component({
  selector: 'chat-new-friend',
  template: `<dialog #dialog aria-labelledby="new-friend" closedby="any">
    <form (submit)="asking.submit($event)">
      <h2 id="new-friend">Add a friend</h2>
      <label for="friend-name">Name</label>
      <input
        id="friend-name"
        name="name"
        required
        maxlength="128"
        [pattern]="pattern"
        title="Letters, digits, _ and -"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
      />
      <p class="error" role="alert">{{ asking.problem() }}</p>
      <div class="actions">
        <button class="secondary" type="button" (click)="asking.close()">Cancel</button>
        <button class="primary" type="submit" [disabled]="asking.busy()">Add</button>
      </div>
    </form>
  </dialog>`,
})
export class NewFriend {
  protected readonly pattern = NAME;
  readonly #im = injectIm();
  readonly #self = inject(Session).user;
  readonly #router = inject(Router);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly asking = new Asking(this.dialog, async (data) => {
    const name = String(data.get('name'));
    await firstValueFrom(this.#im.friends.add(this.#self(), name));
    await this.#router.navigate(['/u', name]);
  });

  open(): void {
    this.asking.open();
  }
}
