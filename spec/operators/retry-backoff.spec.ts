import { concat, defer, of, throwError, type Observable } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import { retryBackoff } from '../../src/operators';

const marbles = (spec: (helpers: RunHelpers) => void): void => {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(spec);
};

/** Half of every wait: 4, 8, 16, 20, 20 … ms. */
const half = { initial: 8, max: 40, factor: 2, random: () => 0.5 };

describe('retryBackoff', () => {
  it('passes what never ends', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('  -');
      expectObservable(source$.pipe(retryBackoff(half))).toBe('-');
      expectSubscriptions(source$.subscriptions).toBe('^');
    });
  });

  it('passes what is empty', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('  |');
      expectObservable(source$.pipe(retryBackoff(half))).toBe('|');
      expectSubscriptions(source$.subscriptions).toBe('(^!)');
    });
  });

  it('passes one value', () => {
    marbles(({ cold, expectObservable }) => {
      const source$ = cold('  -(a|)');
      expectObservable(source$.pipe(retryBackoff(half))).toBe('-(a|)');
    });
  });

  it('passes many values', () => {
    marbles(({ cold, expectObservable }) => {
      const source$ = cold('  -a-b-c|');
      expectObservable(source$.pipe(retryBackoff(half))).toBe('-a-b-c|');
    });
  });

  it('subscribes again after each error, and later every time', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('a-#');
      const unsub = '       --------------------------------!';
      const expected = '    a-----a---------a---------------';
      const subscriptions = [
        '                   ^-!',
        '                   ------^-!',
        '                   ----------------^-!',
      ];
      expectObservable(source$.pipe(retryBackoff(half)), unsub).toBe(expected);
      expectSubscriptions(source$.subscriptions).toBe(subscriptions);
    });
  });

  it('completes when a repetition does', () => {
    marbles(({ cold, expectObservable }) => {
      const tries: Observable<string>[] = [cold('-#'), cold('-#'), cold('-(a|)')];
      const source$ = defer(() => tries.shift() ?? of('too often'));
      expectObservable(source$.pipe(retryBackoff(half))).toBe('15ms (a|)');
    });
  });

  it('passes the error that came after the last repetition', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('-#');
      expectObservable(source$.pipe(retryBackoff({ ...half, maxRetries: 1 }))).toBe('------#');
      expectSubscriptions(source$.subscriptions).toBe(['^!', '-----^!']);
    });
  });

  it('repeats nothing when maxRetries is 0', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-#').pipe(retryBackoff({ ...half, maxRetries: 0 }))).toBe('-#');
    });
  });

  it('passes an error that must not be repeated, at once', () => {
    marbles(({ cold, expectObservable }) => {
      const source$ = cold('-a#', undefined, 'fatal');
      const shouldRetry = (error: unknown): boolean => error !== 'fatal';
      expectObservable(source$.pipe(retryBackoff({ ...half, shouldRetry }))).toBe('-a#', undefined, 'fatal');
    });
  });

  it('passes what shouldRetry throws', () => {
    marbles(({ cold, expectObservable }) => {
      const shouldRetry = (): boolean => {
        throw new Error('mine');
      };
      expectObservable(cold('-#').pipe(retryBackoff({ ...half, shouldRetry }))).toBe(
        '-#',
        undefined,
        new Error('mine'),
      );
    });
  });

  it('waits as long as the error asks (Retry-After)', () => {
    marbles(({ cold, expectObservable }) => {
      const tries: Observable<string>[] = [
        cold('#', undefined, { retryAfter: 100 }),
        cold('#', undefined, {}),
        cold('(a|)'),
      ];
      const delayOf = (error: unknown): number | undefined => (error as { retryAfter?: number }).retryAfter;
      expectObservable(
        defer(() => tries.shift() ?? of('too often')).pipe(retryBackoff({ ...half, delayOf })),
      ).toBe('108ms (a|)');
    });
  });

  it('ends the source, and a wait, with the subscription', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const early$ = cold('  -a-b#');
      const waiting$ = cold('#');
      expectObservable(early$.pipe(retryBackoff(half)), '--!').toBe('-a-');
      expectObservable(waiting$.pipe(retryBackoff(half)), '--!').toBe('---');
      expectSubscriptions(early$.subscriptions).toBe('^-!');
      expectSubscriptions(waiting$.subscriptions).toBe('(^!)');
    });
  });

  it('survives a source that fails synchronously, thousands of times', () => {
    let failures = 5_000;
    const source$ = defer(() => (failures-- > 0 ? throwError(() => new Error('again')) : of('done')));
    const seen: string[] = [];
    marbles(({ flush }) => {
      concat(source$.pipe(retryBackoff({ ...half, initial: 0 }))).subscribe((value) => seen.push(value));
      flush();
    });
    expect(seen).toEqual(['done']);
  });
});
