import { Component, computed, input } from '@angular/core';
import { Conversation } from './conversation';
import { peerOf } from './peers';

/** The chat that the address names; another address is another conversation, and nothing of the one before stays. */
@Component({
  selector: 'chat-page',
  imports: [Conversation],
  template: `@for (peer of [peer()]; track peer.type + peer.id) {
    <chat-conversation [peer]="peer" />
  }`,
})
export class ChatPage {
  readonly kind = input.required<string>();
  readonly id = input.required<string>();
  protected readonly peer = computed(() => peerOf(this.kind(), this.id()));
}
