import { inject, InjectionToken } from '@angular/core';
import { ImError, type AppData, type Im } from 'rxim';

export const IM = new InjectionToken<Im>('rxim');

/**
 * The client that `provideIm()` provides.
 *
 * Errors: `ImError` if there is none.
 */
export const injectIm = <D extends AppData = AppData>(): Im<D> => {
  const im = inject(IM, { optional: true });
  if (!im) throw new ImError('not-connected', 'No client is provided: add provideIm(…) to the providers');
  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- the application's types are its word alone
  return im as Im<D>;
};
