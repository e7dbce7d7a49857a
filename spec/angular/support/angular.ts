import type * as Core from '@angular/core';
import type * as Interop from '@angular/core/rxjs-interop';
import type * as RximAngular from 'rxim/angular';

/** One version of Angular, and `rxim/angular` on top of it. */
export interface Angular {
  readonly core: typeof Core;
  readonly rximAngular: typeof RximAngular;
}

export const VERSIONS = { 20: 'angular-core-20', 21: '@angular/core' } as const;

/** Loads them in a registry of modules of its own, in which `@angular/core` is that version. */
export const loadAngular = (version: keyof typeof VERSIONS): Angular => {
  const name = VERSIONS[version];
  let loaded: Angular | undefined;
  jest.isolateModules(() => {
    if (name !== '@angular/core') {
      jest.doMock('@angular/core', () => jest.requireActual<typeof Core>(name));
      jest.doMock('@angular/core/rxjs-interop', () =>
        jest.requireActual<typeof Interop>(`${name}/rxjs-interop`),
      );
    }
    loaded = {
      core: jest.requireActual<typeof Core>(name),
      // oxlint-disable-next-line typescript/no-require-imports -- in this registry of modules, not before
      rximAngular: require('rxim/angular') as typeof RximAngular,
    };
  });
  jest.dontMock('@angular/core').dontMock('@angular/core/rxjs-interop');
  if (!loaded) throw new Error(`${name} could not be loaded`);
  return loaded;
};
