import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { Icon } from './icon';
import { OutgoingMessages } from './outgoing';
import type { MessageRow } from './rows';

/** The thumbnail is there at once; the picture comes over it when it is about to be seen, and fills the window when chosen. */
@Component({
  selector: 'chat-picture',
  imports: [Icon],
  template: `@if (row().state === 'uploading') {
      <span class="picture-frame">
        <img [src]="full()" [alt]="alt()" />
        <span class="progress">
          <span
            class="visually-hidden"
            role="progressbar"
            aria-label="Upload"
            aria-valuemin="0"
            aria-valuemax="100"
            [attr.aria-valuenow]="percent()"
          ></span>
          <svg viewBox="0 0 36 36" aria-hidden="true">
            <circle cx="18" cy="18" r="15.9155" />
            <circle cx="18" cy="18" r="15.9155" [style.--percent]="percent()" />
          </svg>
          <button type="button" (click)="row().outgoing?.discard()">Cancel</button>
        </span>
      </span>
    } @else {
      <button class="picture-frame" type="button" (click)="viewer.showModal()">
        @if (thumbnail(); as thumbnail) {
          <img class="thumbnail" [src]="thumbnail" alt="" />
        }
        @if (gone()) {
          <span class="gone">No longer available</span>
        } @else {
          <img [src]="full()" [alt]="alt()" loading="lazy" decoding="async" (error)="gone.set(true)" />
        }
      </button>
    }
    <dialog #viewer class="viewer" [attr.aria-label]="alt()" closedby="any">
      <img [src]="full()" [alt]="alt()" loading="lazy" />
      <button class="quiet" type="button" aria-label="Close" (click)="viewer.close()">
        <chat-icon name="close" />
      </button>
    </dialog>`,
})
export class Picture {
  readonly row = input.required<MessageRow>();
  readonly #outgoing = inject(OutgoingMessages);
  readonly #preview = computed(() => this.#outgoing.previewOf(this.row().key));
  protected readonly full = computed(() => this.#preview() ?? this.row().body[0] ?? '');
  protected readonly thumbnail = computed(() => (this.#preview() ? undefined : this.row().body[1]));
  protected readonly alt = computed(() =>
    this.row().mine ? 'Photo that you sent' : `Photo from ${this.row().speaker}`,
  );
  protected readonly percent = computed(() => this.row().outgoing?.percent ?? 0);
  protected readonly gone = linkedSignal({ source: this.full, computation: () => false });
}
