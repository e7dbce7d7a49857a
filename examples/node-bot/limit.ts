import { Observable } from 'rxjs';

/**
 * Backpressure across conversations: of all observables that go through it no more than `most` run at the same time; the
 * others wait for their turn, in the order in which they were subscribed to.
 */
export const limitTo = (most: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  const next = (): void => {
    running--;
    waiting.shift()?.();
  };
  return <T>(source: Observable<T>): Observable<T> =>
    new Observable<T>((subscriber) => {
      const start = (): void => {
        if (subscriber.closed) return waiting.shift()?.();
        running++;
        subscriber.add(next);
        source.subscribe(subscriber);
      };
      if (running < most) start();
      else waiting.push(start);
    });
};
