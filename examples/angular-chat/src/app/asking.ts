import { type ElementRef, signal, type Signal } from '@angular/core';
import { wordsFor } from './words';

/** A dialog with one form. `<dialog>` brings the focus there and back, and closes by Escape and by a click beside it. */
export class Asking {
  /** Why it could not be done. */
  readonly problem = signal('');
  readonly busy = signal(false);

  /** `act(data)` does what the dialog is for, and may reject with what is wrong. */
  constructor(
    private readonly dialog: Signal<ElementRef<HTMLDialogElement>>,
    private readonly act: (data: FormData) => Promise<unknown>,
  ) {}

  open(): void {
    const dialog = this.dialog().nativeElement;
    dialog.querySelector('form')?.reset();
    this.problem.set('');
    dialog.showModal();
  }

  close(): void {
    this.dialog().nativeElement.close();
  }

  async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    this.busy.set(true);
    try {
      await this.act(new FormData(event.target as HTMLFormElement));
      this.close();
    } catch (error) {
      this.problem.set(wordsFor(error));
    }
    this.busy.set(false);
  }
}
