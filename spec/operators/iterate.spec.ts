import { NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { iterate } from 'rxim';

const all = async <T>(source: Observable<T>): Promise<T[]> => {
  const seen: T[] = [];
  for await (const value of iterate(source)) seen.push(value);
  return seen;
};

describe('iterate', () => {
  it('takes every value in order and ends with the observable', async () => {
    expect(await all(of(1, 2, 3))).toEqual([1, 2, 3]);
  });

  it('keeps what comes while the loop is busy', async () => {
    const source = new Subject<number>();
    const seen: number[] = [];
    const loop = (async () => {
      for await (const value of iterate(source)) {
        seen.push(value);
        if (value === 1) [2, 3].forEach((more) => source.next(more));
        await Promise.resolve();
        if (value === 3) source.complete();
      }
    })();
    source.next(1);
    await loop;
    expect(seen).toEqual([1, 2, 3]);
  });

  it('throws the error after the values before it', async () => {
    const failing = new Observable<number>((subscriber) => {
      subscriber.next(1);
      subscriber.error(new Error('gone'));
    });
    const seen: number[] = [];
    const loop = async () => {
      for await (const value of iterate(failing)) seen.push(value);
    };
    await expect(loop()).rejects.toThrow('gone');
    expect(seen).toEqual([1]);
    await expect(all(throwError(() => new Error('at once')))).rejects.toThrow('at once');
  });

  it('unsubscribes when the loop is left', async () => {
    let unsubscribed = 0;
    const source = new Observable<number>((subscriber) => {
      subscriber.next(1);
      return () => unsubscribed++;
    });
    for await (const value of iterate(source)) if (value === 1) break;
    expect(unsubscribed).toBe(1);
  });

  it('does not subscribe before the loop begins', async () => {
    let subscribed = false;
    const values = iterate(
      new Observable(() => {
        subscribed = true;
        return NEVER.subscribe();
      }),
    );
    expect(subscribed).toBe(false);
    await values.return();
    expect(subscribed).toBe(false);
  });
});
