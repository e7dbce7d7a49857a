import {
  ErrorHandler,
  type EnvironmentProviders,
  inject,
  PLATFORM_ID,
  provideEnvironmentInitializer,
} from '@angular/core';
import { onServer } from './platform';
import { injectIm } from './inject-im';

/** Something that `provideIm()` does besides. */
export interface ImFeature {
  readonly providers: readonly EnvironmentProviders[];
}

/** Connects as soon as the injector is there: for applications that know their user from the start. */
export const withConnect = (): ImFeature => ({
  providers: [
    provideEnvironmentInitializer(() => {
      if (onServer(inject(PLATFORM_ID))) return;
      // Why it stopped is told by the state.
      injectIm()
        .connect()
        .subscribe({ error: () => undefined });
    }),
  ],
});

/** Hands what went wrong, and was dealt with (`errors$`), to Angular's `ErrorHandler`. */
export const withErrorHandler = (): ImFeature => ({
  providers: [
    provideEnvironmentInitializer(() => {
      const handler = inject(ErrorHandler);
      injectIm().errors$.subscribe((error) => handler.handleError(error));
    }),
  ],
});
