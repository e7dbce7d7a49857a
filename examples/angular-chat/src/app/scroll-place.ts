import { DestroyRef, type ElementRef, inject, type Signal, afterNextRender } from '@angular/core';

/** Closer to the end than this counts as there. */
const NEAR = 60;

/** Keeps a scrolled list where its reader is: at the end while it grows there, at the same message while it grows above. */
export class ScrollPlace {
  atEnd = true;
  /** The first message that is seen, and where. */
  #anchor: { readonly element: Element; readonly top: number } | undefined;

  constructor(
    private readonly log: Signal<ElementRef<HTMLElement>>,
    private readonly list: Signal<ElementRef<HTMLElement>>,
  ) {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      // The window, the keyboard of a phone or a picture changed what is seen of the list.
      const resizes = new ResizeObserver(() => this.atEnd && this.goToEnd());
      resizes.observe(this.log().nativeElement);
      resizes.observe(this.list().nativeElement);
      destroyed.onDestroy(() => resizes.disconnect());
    });
  }

  /** The reader wants to be at the end. */
  goToEnd(): void {
    this.atEnd = true;
    const log = this.log().nativeElement;
    log.scrollTop = log.scrollHeight;
  }

  /** The reader scrolled. */
  follow(): void {
    const { scrollHeight, clientHeight, scrollTop } = this.log().nativeElement;
    this.atEnd = scrollHeight - clientHeight - scrollTop < NEAR;
    this.#remember();
  }

  /** The list was rendered anew. */
  keep(): void {
    if (this.atEnd) this.goToEnd();
    else if (this.#anchor?.element.isConnected) {
      this.log().nativeElement.scrollTop +=
        this.#anchor.element.getBoundingClientRect().top - this.#anchor.top;
    }
    this.#remember();
  }

  #remember(): void {
    const log = this.log().nativeElement;
    const { top } = log.getBoundingClientRect();
    // A message: days move up when older ones of the same day come.
    const element = [...log.querySelectorAll('.message')].find(
      (row) => row.getBoundingClientRect().bottom > top,
    );
    this.#anchor = element && { element, top: element.getBoundingClientRect().top };
  }
}
