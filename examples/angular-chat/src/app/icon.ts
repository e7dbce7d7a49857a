import { Component, computed, input } from '@angular/core';

const DRAWINGS = {
  back: 'm15 5-7 7 7 7',
  down: 'M12 5v14m-6-6 6 6 6-6',
  send: 'M12 19V5m-6 6 6-6 6 6',
  check: 'm5 13 4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6 6 18',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4l2.5 2.5',
  alert: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5v5.5m0 3.4v.1',
  image:
    'M6.5 4.5h11a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-11a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3M9 8.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3M4 17l5-4 4 3 3-2.5 4.5 3.5',
  person:
    'M10 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M3.5 19c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5M18.5 8v6m-3-3h6',
  group:
    'M9 5.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M3 18.5c.5-3.2 2.7-5 6-5s5.5 1.8 6 5M15.5 6a3 3 0 0 1 0 5.5m2 2.8c2 .6 3.1 2 3.5 4.2',
  leave: 'M14 4.5H7A2.5 2.5 0 0 0 4.5 7v10A2.5 2.5 0 0 0 7 19.5h7M11 12h9m-3.5-3.5L20 12l-3.5 3.5',
  chat: 'M4 7.5A2.5 2.5 0 0 1 6.5 5h11A2.5 2.5 0 0 1 20 7.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 3.5V17A2.5 2.5 0 0 1 4 14.5z',
} as const;

export type IconName = keyof typeof DRAWINGS;

/** A drawing; what it means is said by whoever shows it. */
@Component({
  selector: 'chat-icon',
  template: `<svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><path [attr.d]="drawing()" /></svg>`,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly drawing = computed(() => DRAWINGS[this.name()]);
}
