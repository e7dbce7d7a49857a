import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { PeerType, type Peer, type Draft } from 'rxim';
import { Avatar } from './avatar';
import { Chats } from './chats';
import { Composer } from './composer';
import { Icon } from './icon';
import { Messages } from './messages';
import { OutgoingMessages } from './outgoing';

/** The right column: with whom, what was said, and the line to write in. */
@Component({
  selector: 'chat-conversation',
  imports: [Avatar, Composer, Icon, Messages, RouterLink],
  template: `<header class="bar">
      <a class="quiet back" routerLink="/" aria-label="Back to all chats"><chat-icon name="back" /></a>
      <chat-avatar [name]="name()" [group]="isGroup()" [online]="online()" />
      <div class="who">
        <h1 #title tabindex="-1">{{ name() }}</h1>
        <p>{{ status() }}</p>
      </div>
    </header>
    <chat-messages [peer]="peer()" />
    <chat-composer [peer]="peer()" (sent)="send($event)" />`,
})
export class Conversation {
  readonly peer = input.required<Peer>();
  readonly #chats = inject(Chats);
  readonly #outgoing = inject(OutgoingMessages);
  protected readonly isGroup = computed(() => this.peer().type === PeerType.Group);
  protected readonly name = computed(() => this.#chats.name(this.peer()));
  protected readonly online = computed(() => this.#chats.online(this.peer()));
  protected readonly status = computed(() => this.#chats.status(this.peer()));
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');
  private readonly messages = viewChild.required(Messages);
  private readonly composer = viewChild.required(Composer);

  constructor() {
    // With a mouse or a keyboard, writing begins at once; on a phone the keyboard would cover what is to be read.
    afterNextRender(() => {
      if (matchMedia('(pointer: fine)').matches) this.composer().focus();
      else this.title().nativeElement.focus();
    });
  }

  protected send(content: Draft<File>['content']): void {
    this.#outgoing.send(this.peer(), content);
    this.messages().goToEnd();
  }
}
