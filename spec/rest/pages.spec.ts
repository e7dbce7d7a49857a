import { EMPTY, Subject, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { pages } from '../../src/rest/pages';

const run: TestScheduler['run'] = (test) =>
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);

const A = [1, 2];
const B = [3, 4];
const C = [5];

describe('pages', () => {
  it('gives one page for each ask, and ends with a short one', () => {
    run(({ cold, expectObservable }) => {
      const load = jest.fn((_limit: number, _last: unknown, skip: number): Observable<number[]> =>
        skip === 0
          ? cold('--(a|)', { a: A })
          : skip === 2
            ? cold('--(b|)', { b: B })
            : cold('--(c|)', { c: C }),
      );
      const more = cold('          -----x----x--');
      expectObservable(pages({ limit: 2, more }, load)).toBe('                           --a----b----(c|)', {
        a: A,
        b: B,
        c: C,
      });
    });
  });

  it('takes an ask while a page is on its way for that page', () => {
    run(({ cold, expectObservable, flush }) => {
      const load = jest.fn((): Observable<number[]> => cold('---(a|)', { a: A }));
      const more = cold('          -xx--');
      expectObservable(pages({ limit: 2, more }, load)).toBe('---a--', { a: A });
      flush();
      expect(load).toHaveBeenCalledTimes(1);
    });
  });

  it('hears an ask that comes while a page is being received, except the last one', () => {
    run(({ cold, flush }) => {
      const load = jest.fn((_: number, last: unknown): Observable<number[]> =>
        cold('-(a|)', { a: last ? C : A }),
      );
      const more = new Subject<void>();
      const received = jest.fn(() => more.next());
      const ended = jest.fn();
      pages({ limit: 2, more }, load).subscribe({ next: received, complete: ended });
      flush();
      expect(received.mock.calls).toEqual([[A], [C]]);
      expect(load).toHaveBeenCalledTimes(2);
      expect(ended).toHaveBeenCalled();
    });
  });

  it('gives all pages, one after the other, if nobody asks', () => {
    run(({ cold, expectObservable }) => {
      const load = (_: number, last: unknown): Observable<number[]> =>
        last === undefined
          ? cold('--(a|)', { a: A })
          : last === A
            ? cold('--(b|)', { b: B })
            : cold('--(c|)', { c: [] });
      expectObservable(pages({ limit: 2 }, load)).toBe('--a-b-(c|)', { a: A, b: B, c: [] });
    });
  });

  it('never asks for more than 100 rows', () => {
    const load = jest.fn(() => EMPTY);
    pages({ limit: 1000 }, load).subscribe();
    expect(load).toHaveBeenCalledWith(100, undefined, 0);
  });

  it('aborts the page on its way when it is unsubscribed', () => {
    run(({ cold, expectObservable, expectSubscriptions }) => {
      const page = cold<number[]>('-----(a|)');
      expectObservable(
        pages({}, () => page),
        '--!',
      ).toBe('-');
      expectSubscriptions(page.subscriptions).toBe('^-!');
    });
  });

  it('passes an error of a page', () => {
    run(({ cold, expectObservable }) => {
      expectObservable(pages<unknown>({}, () => cold<never>('--#'))).toBe('--#');
    });
  });
});
