import {
  Component,
  computed,
  type ElementRef,
  inject,
  Injectable,
  input,
  linkedSignal,
  output,
  viewChild,
} from '@angular/core';
import { Media, text, type Peer, type Draft } from 'rxim';
import { Icon } from './icon';
import { keyOf } from './peers';

/** What was written and not sent stays with its chat. */
@Injectable({ providedIn: 'root' })
export class Drafts extends Map<string, string> {}

/** The line to write in. Pictures are chosen, pasted or dropped. */
@Component({
  selector: 'chat-composer',
  imports: [Icon],
  host: {
    '(document:dragover)': '$event.preventDefault()',
    '(document:drop)': 'drop($event)',
  },
  template: `<form class="composer" (submit)="submit($event)">
    <input #picker type="file" accept="image/*" multiple hidden (change)="choose(picker)" />
    <button
      class="quiet"
      type="button"
      aria-label="Send pictures"
      title="Send pictures"
      (click)="picker.click()"
    >
      <chat-icon name="image" />
    </button>
    <textarea
      #field
      rows="1"
      placeholder="Message"
      aria-label="Message"
      maxlength="4000"
      autocomplete="off"
      enterkeyhint="send"
      [value]="draft()"
      (input)="write(field.value)"
      (keydown.enter)="submit($event)"
      (paste)="paste($event)"
    ></textarea>
    <button class="send" type="submit" aria-label="Send" [disabled]="!words()">
      <chat-icon name="send" />
    </button>
  </form>`,
})
export class Composer {
  readonly peer = input.required<Peer>();
  readonly sent = output<Draft<File>['content']>();
  readonly #drafts = inject(Drafts);
  protected readonly draft = linkedSignal(() => this.#drafts.get(keyOf(this.peer())) ?? '');
  protected readonly words = computed(() => this.draft().trim());
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');

  focus(): void {
    this.field().nativeElement.focus();
  }

  protected write(draft: string): void {
    this.draft.set(draft);
    this.#drafts.set(keyOf(this.peer()), draft);
  }

  protected submit(event: Event): void {
    // While letters are being composed, Enter chooses among them.
    if (event instanceof KeyboardEvent && event.isComposing) return;
    event.preventDefault();
    const words = this.words();
    if (!words) return;
    this.write('');
    this.sent.emit(text(words));
    this.focus();
  }

  protected choose(picker: HTMLInputElement): void {
    this.#send(picker.files);
    picker.value = '';
  }

  protected paste(event: ClipboardEvent): void {
    if (this.#send(event.clipboardData?.files)) event.preventDefault();
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.#send(event.dataTransfer?.files);
  }

  /** Whether there were pictures among them. */
  #send(files: FileList | null | undefined): boolean {
    const pictures = [...(files ?? [])].filter(({ type }) => type.startsWith('image/'));
    for (const file of pictures) this.sent.emit({ media: Media.Image, file });
    return pictures.length > 0;
  }
}
