import { Component, computed, input } from '@angular/core';
import { Icon } from './icon';

/** A face: the first letter of a name, in a colour of its own. */
@Component({
  selector: 'chat-avatar',
  imports: [Icon],
  template: `<span
    class="avatar"
    aria-hidden="true"
    [class.group]="group()"
    [class.small]="small()"
    [style.--hue]="hue()"
    [attr.data-online]="online()"
  >
    @if (group()) {
      <chat-icon name="group" />
    } @else {
      {{ letter() }}
    }
  </span>`,
})
export class Avatar {
  readonly name = input.required<string>();
  readonly group = input(false);
  readonly small = input(false);
  /** `undefined`: it is not known. */
  readonly online = input<boolean>();
  protected readonly letter = computed(() => ([...this.name()][0] ?? '?').toUpperCase());
  protected readonly hue = computed(() =>
    [...this.name()].reduce((hue, letter) => (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7),
  );
}
