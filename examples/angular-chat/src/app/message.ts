import { Component, computed, input } from '@angular/core';
import { Media } from 'rxim';
import { Avatar } from './avatar';
import { Icon, type IconName } from './icon';
import { Picture } from './picture';
import type { MessageRow } from './rows';
import { timeOf } from './time';

const STATES: Record<MessageRow['state'], { readonly icon: IconName; readonly words: string }> = {
  sent: { icon: 'check', words: 'sent' },
  waiting: { icon: 'clock', words: 'waiting to be sent' },
  uploading: { icon: 'clock', words: 'being uploaded' },
  failed: { icon: 'alert', words: 'not sent' },
};

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]])/;

/** What somebody said, or is about to say. */
@Component({
  selector: 'chat-message',
  imports: [Avatar, Icon, Picture],
  templateUrl: './message.html',
})
export class Message {
  readonly row = input.required<MessageRow>();
  /** Whether it shows who speaks. */
  readonly named = input(false);
  protected readonly media = Media;
  protected readonly state = computed(() => STATES[this.row().state]);
  protected readonly time = computed(() => timeOf(this.row().ts));
  protected readonly iso = computed(() => new Date(this.row().ts).toISOString());
  protected readonly address = computed(() => this.row().body[0] ?? '');
  protected readonly parts = computed(() =>
    this.address()
      .split(LINK)
      .filter(Boolean)
      .map((words) => ({ words, link: LINK.test(words) })),
  );
}
