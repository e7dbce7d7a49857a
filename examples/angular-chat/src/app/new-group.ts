import { Component, type ElementRef, inject, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { injectIm } from 'rxim/angular';
import { firstValueFrom } from 'rxjs';
import { Asking } from './asking';
import { Avatar } from './avatar';
import { Chats } from './chats';
import { Session } from './session';

@Component({
  selector: 'chat-new-group',
  imports: [Avatar],
  template: `<dialog #dialog aria-labelledby="new-group" closedby="any">
    <form (submit)="asking.submit($event)">
      <h2 id="new-group">New group</h2>
      <label for="group-name">Name</label>
      <input id="group-name" name="name" required maxlength="60" autocomplete="off" />
      <fieldset>
        <legend>Members</legend>
        @for (friend of chats.friends(); track friend.id) {
          <label class="choice">
            <chat-avatar [name]="friend.id" [small]="true" />{{ friend.id }}
            <input type="checkbox" name="members" [value]="friend.id" />
          </label>
        } @empty {
          <p class="muted">Friends whom you add can be members.</p>
        }
      </fieldset>
      <p class="error" role="alert">{{ asking.problem() }}</p>
      <div class="actions">
        <button class="secondary" type="button" (click)="asking.close()">Cancel</button>
        <button class="primary" type="submit" [disabled]="asking.busy()">Create</button>
      </div>
    </form>
  </dialog>`,
})
export class NewGroup {
  protected readonly chats = inject(Chats);
  readonly #im = injectIm();
  readonly #owner = inject(Session).user;
  readonly #router = inject(Router);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly asking = new Asking(this.dialog, async (data) => {
    const name = String(data.get('name')).trim();
    const members = data.getAll('members').map(String);
    const id = await firstValueFrom(this.#im.groups.create({ owner: this.#owner(), name, members }));
    await this.#router.navigate(['/g', id]);
  });

  open(): void {
    this.asking.open();
  }
}
