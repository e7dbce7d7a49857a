import {
  afterRenderEffect,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { PeerType, type Peer } from 'rxim';
import { injectConversation } from 'rxim/angular';
import { Icon } from './icon';
import { Message } from './message';
import { OutgoingMessages } from './outgoing';
import { rowsOf } from './rows';
import { ScrollPlace } from './scroll-place';
import { Session } from './session';

/** So many pixels before the top the next page is asked for. */
const AHEAD = 400;

/** What was said: followed into the past by scrolling up, read when it was seen. */
@Component({
  selector: 'chat-messages',
  imports: [Icon, Message],
  host: { '(window:focus)': 'look()', '(document:visibilitychange)': 'look()' },
  template: `<div class="stage">
    <!-- Silent: what comes in is announced elsewhere, and older messages that are loaded are no news. -->
    <div #log class="log" role="log" aria-label="Messages" aria-live="off" tabindex="0" (scroll)="scrolled()">
      <ol #list [attr.aria-busy]="conversation.loadingOlder()">
        @for (row of rows(); track row.key) {
          @if (row.type === 'note') {
            <li class="note" [class.bare]="row.bare">{{ row.words }}</li>
          } @else {
            <li
              class="message {{ row.state }}"
              [class.mine]="row.mine"
              [class.follows]="row.follows"
              [class.in-group]="isGroup()"
            >
              <chat-message [row]="row" [named]="isGroup() && !row.mine && !row.follows" />
            </li>
          }
        }
      </ol>
    </div>
    @if (unseen()) {
      <button class="to-end" type="button" (click)="goToEnd()">
        <chat-icon name="down" /><span>{{
          unseen() === 1 ? '1 new message' : unseen() + ' new messages'
        }}</span>
      </button>
    }
  </div>`,
})
export class Messages {
  readonly peer = input.required<Peer>();
  protected readonly conversation = injectConversation(() => this.peer());
  readonly #outgoing = inject(OutgoingMessages);
  readonly #self = inject(Session).user;
  protected readonly isGroup = computed(() => this.peer().type === PeerType.Group);
  readonly #items = computed(() => this.conversation.messages() ?? []);
  protected readonly rows = computed(() =>
    rowsOf(
      this.#items(),
      this.#outgoing.at(this.peer()),
      this.#self(),
      this.conversation.messages() !== undefined && !this.conversation.hasOlder(),
    ),
  );
  /** The newest message that is known, and was not sent from here. */
  readonly #newest = computed(() => {
    const said = this.#items().filter((item) => item.type === 'message');
    return said.at(-1);
  });
  /** What has come while older messages were read. */
  protected readonly unseen = signal(0);
  private readonly log = viewChild.required<ElementRef<HTMLElement>>('log');
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  readonly #place = new ScrollPlace(this.log, this.list);
  #lastRead: string | undefined;

  constructor() {
    let known: string | undefined;
    effect(() => {
      const newest = this.#newest();
      if (newest?.key === known) return;
      if (known !== undefined && newest && !newest.mine && !this.#place.atEnd)
        this.unseen.update((n) => n + 1);
      known = newest?.key;
    });
    afterRenderEffect(() => {
      this.rows();
      this.#place.keep();
      this.look();
      this.#loadOlder();
    });
  }

  goToEnd(): void {
    this.#place.goToEnd();
    this.look();
  }

  protected scrolled(): void {
    this.#place.follow();
    this.look();
    this.#loadOlder();
  }

  /** What is at the end of a window that somebody looks at was read. */
  protected look(): void {
    if (!this.#place.atEnd) return;
    this.unseen.set(0);
    const newest = this.#newest();
    if (!newest || newest.mine || newest.key === this.#lastRead) return;
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    this.#lastRead = newest.key;
    this.conversation.markRead();
  }

  #loadOlder(): void {
    if (this.conversation.messages() && this.log().nativeElement.scrollTop <= AHEAD)
      this.conversation.loadOlder();
  }
}
