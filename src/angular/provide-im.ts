import {
  DestroyRef,
  type EnvironmentProviders,
  inject,
  makeEnvironmentProviders,
  NgZone,
  PLATFORM_ID,
} from '@angular/core';
import { createIm, type Im, type ImOptions } from 'rxim';
import type { ImFeature } from './features';
import { IM } from './inject-im';
import { createImOnServer } from './on-server';
import { outsideZone } from './outside-zone';
import { onServer } from './platform';

/**
 * Provides a client to an application, or to a part of it that has an injector of its own: made when it is injected first,
 * closed together with the injector. Where there is a zone, sockets and timers run outside of it and emissions inside.
 * While rendering on a server the client stays `idle` and nothing goes over the wire.
 *
 * ```ts
 * bootstrapApplication(App, { providers: [provideIm({ server, appId, clientKey, credentials }, withConnect())] });
 * ```
 *
 * @param optionsOrFactory those of `createIm()`, or a function that makes them and may `inject()` what it needs
 * @param features `withConnect()`, `withErrorHandler()`
 */
export const provideIm = (
  optionsOrFactory: ImOptions | (() => ImOptions),
  ...features: readonly ImFeature[]
): EnvironmentProviders =>
  makeEnvironmentProviders([
    {
      provide: IM,
      useFactory: () => {
        const options = typeof optionsOrFactory === 'function' ? optionsOrFactory() : optionsOrFactory;
        const im = makeIm(options);
        inject(DestroyRef).onDestroy(() => void im.close());
        return im;
      },
    },
    ...features.flatMap(({ providers }) => providers),
  ]);

const makeIm = (options: ImOptions): Im => {
  if (onServer(inject(PLATFORM_ID))) return createImOnServer(options);
  // Without a zone Angular puts something else in its place.
  const zone: unknown = inject(NgZone);
  if (!(zone instanceof NgZone)) return createIm(options);
  return outsideZone(
    zone.runOutsideAngular(() => createIm(options)),
    zone,
  );
};
