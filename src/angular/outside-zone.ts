import type { NgZone } from '@angular/core';
import { isObservable, Observable } from 'rxjs';

/**
 * The same API for an application with a zone: what is called or subscribed to runs outside, so that no socket and no timer
 * keeps the application from being stable; what streams emit is handled inside, so that it is rendered.
 */
export const outsideZone = <T extends object>(api: T, zone: NgZone): T => {
  const known = new WeakMap<object, object>();

  const stream = (inner$: Observable<unknown>): Observable<unknown> =>
    new Observable((subscriber) =>
      zone.runOutsideAngular(() =>
        inner$.subscribe({
          next: (value) => zone.run(() => subscriber.next(value)),
          error: (error: unknown) => zone.run(() => subscriber.error(error)),
          complete: () => zone.run(() => subscriber.complete()),
        }),
      ),
    );

  const wrapped = (value: object): object => {
    if (isObservable(value)) return stream(value);
    if (isFunction(value))
      return (...args: unknown[]) => wrap(zone.runOutsideAngular((): unknown => value(...args)));
    return new Proxy(value, { get: (target, key) => wrap(Reflect.get(target, key)) });
  };

  const wrap = (value: unknown): unknown => {
    if (!isPart(value)) return value;
    // The same part stays the same: `im.state$ === im.state$`.
    const before = known.get(value);
    if (before) return before;
    const after = wrapped(value);
    known.set(value, after);
    return after;
  };

  return wrap(api) as T;
};

type AnyFunction = (...args: unknown[]) => unknown;
const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function';

/** Something that does something, in contrast to data, which is handed on as it is. */
const isPart = (value: unknown): value is object =>
  isFunction(value) ||
  isObservable(value) ||
  (typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value).some((each) => isFunction(each) || isObservable(each)));
