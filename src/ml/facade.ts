import { defer, type Observable } from 'rxjs';
import type { Im } from '../index';
import { EVENTS, type EventName, type Payload } from './events';
import { METHODS, type Answer, type Arguments, type MethodName } from './methods';
import { RECEIVERS, type ReceiverName } from './receivers';

/** Called once: with `null` and the answer, or with what went wrong, an `ImError`. */
export type Callback<T> = (error: Error | null, data?: T) => void;

/** In these the callback comes before the last argument. */
type Listing = 'listFriends' | 'listGroups' | 'listRooms';

/** The guide's methods, as they hang on an instance and on `ML.im` itself. */
export type MlMethods = {
  [Name in MethodName]: Name extends Listing
    ? (user: string, callback?: Callback<Answer<Name>>, withDetail?: boolean) => void
    : (...args: [...Arguments<Name>, callback?: Callback<Answer<Name>>]) => void;
} & {
  /** Calls back at every event from now on, until the function that it returns is called. */
  [Name in EventName]: (callback: (payload: Payload<Name>) => void) => () => void;
} & { [Name in ReceiverName]: (id: string) => ReturnType<(typeof RECEIVERS)[Name]> };

type Run = (im: Im, ...args: never[]) => Observable<unknown>;

/** The tables as methods of whichever client `im` tells at the call. */
export const bind = (im: () => Im): MlMethods => {
  const bound: Record<string, unknown> = {};
  for (const [name, run] of Object.entries<Run>(METHODS)) {
    bound[name] = (...args: unknown[]) => call(run, im(), args);
  }
  for (const [name, stream] of Object.entries<(im: Im) => Observable<unknown>>(EVENTS)) {
    bound[name] = (callback: (payload: unknown) => void) => {
      const registration = stream(im()).subscribe((payload) => callback(payload));
      return () => registration.unsubscribe();
    };
  }
  for (const [name, to] of Object.entries(RECEIVERS)) bound[name] = (id: string) => to(im(), id);
  return bound as MlMethods;
};

/** The callback is the one argument that is a function, wherever it stands. An error that nobody takes goes uncaught. */
const call = (run: Run, im: Im, args: readonly unknown[]): void => {
  const callback = args.find((arg) => typeof arg === 'function') as Callback<unknown> | undefined;
  const answer$ = defer(() => run(im, ...(args.filter((arg) => arg !== callback) as never[])));
  answer$.subscribe(
    callback && { next: (data) => callback(null, data), error: (error: Error) => callback(error) },
  );
};
