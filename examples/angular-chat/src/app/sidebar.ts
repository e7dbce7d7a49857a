import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { injectIm } from 'rxim/angular';
import { Avatar } from './avatar';
import { Chats } from './chats';
import { Icon } from './icon';
import { NewFriend } from './new-friend';
import { NewGroup } from './new-group';
import { Session } from './session';

/** The left column: friends with their presence, and chats with what is new in them. */
@Component({
  selector: 'chat-sidebar',
  imports: [Avatar, Icon, NewFriend, NewGroup, RouterLink, RouterLinkActive],
  templateUrl: './sidebar.html',
})
export class Sidebar {
  protected readonly session = inject(Session);
  protected readonly chats = inject(Chats);
  readonly #im = injectIm();

  protected async leave(): Promise<void> {
    this.session.leave();
    await this.#im.close();
    // A new page: nothing of this person is left in it.
    location.assign(location.pathname);
  }
}
