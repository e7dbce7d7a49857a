import { version } from '../../package.json';
import { createIm, ImError, type Im } from '../index';
import { bind, type MlMethods } from './facade';
import { toImOptions, type MlOptions, type Regions } from './options';

export type { Callback, MlMethods } from './facade';
export type { MlOptions, Regions } from './options';

/** How the first login ended. */
export type LoginResult =
  /** `secret` comes with a new guest's id and proves it at the next login. */
  | { readonly success: true; readonly id: string; readonly secret?: string }
  | { readonly success: false; readonly error: number; readonly message: string };

/** What `ML.im(options, callback)` returns. */
export interface MlIm extends MlMethods {
  /** The reactive client underneath. */
  readonly rx: Im;
  /** Ends the connection for good. */
  close(): void;
}

/** `ML.im`: makes instances, and has every method itself, which then speaks for the latest instance. */
export interface MlEntry extends MlMethods {
  /** Makes a client and connects it (guide: `ML.im`). `callback` is told once how the login ended. */
  (options: MlOptions, callback?: (result: LoginResult) => void): MlIm;
  readonly version: string;
  readonly regions: Regions;
}

const regions: Regions = { cn: undefined, us: undefined };
let latest: Im | undefined;

const open = (options: MlOptions, callback?: (result: LoginResult) => void): MlIm => {
  const given = toImOptions(options, regions);
  const rx = createIm(given);
  latest = rx;
  // With the master key alone there is nobody to log in.
  if (given.credentials) {
    rx.connect().subscribe({
      next: ({ self, secret }) =>
        callback?.({ success: true, id: self.id, ...(secret !== undefined && { secret }) }),
      error: (error: unknown) => callback?.(failure(error)),
    });
  }
  return { ...bind(() => rx), rx, close: () => void rx.close() };
};

/** Errors without a code of the protocol are trouble on the way. */
const failure = (error: unknown): LoginResult => ({
  success: false,
  error: error instanceof ImError && typeof error.code === 'number' ? error.code : 5014,
  message: (error as Error).message,
});

const latestOne = (): Im => {
  if (!latest) throw new ImError('not-connected', 'ML.im(options) comes first');
  return latest;
};

/** The facade that the MaxLeap guide documents, over the reactive client. */
export const ML: { readonly im: MlEntry } = {
  im: Object.assign(open, bind(latestOne), { version, regions }),
};
