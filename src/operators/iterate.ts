import type { Observable } from 'rxjs';

/**
 * An observable for `for await`: values come one at a time, in order, and none is left out. Subscribes when the loop
 * begins, and unsubscribes when it ends, by `break` and by an exception too. What comes while the loop is busy waits in
 * memory.
 *
 * ```ts
 * for await (const { message, done } of iterate(im.inbox$)) …
 * ```
 */
export async function* iterate<T>(source: Observable<T>): AsyncGenerator<T, void, undefined> {
  const waiting: T[] = [];
  let end: { readonly error?: unknown } | undefined;
  let wake = (): void => undefined;
  const subscription = source.subscribe({
    next: (value) => {
      waiting.push(value);
      wake();
    },
    error: (error: unknown) => {
      end = { error };
      wake();
    },
    complete: () => {
      end = {};
      wake();
    },
  });
  try {
    for (;;) {
      // Those that came together are taken together: shifting a long array for each of them would be quadratic.
      yield* waiting.splice(0);
      if (waiting.length > 0) continue;
      if (end && 'error' in end) throw end.error;
      if (end) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    subscription.unsubscribe();
  }
}
