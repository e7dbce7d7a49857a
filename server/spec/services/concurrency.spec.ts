import { Concurrency } from '../../src/services/concurrency';

/** Work that ends when it is told to. */
const newWork = () => {
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  return {
    run: async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running--;
    },
    endOne: async (): Promise<void> => {
      await new Promise(setImmediate);
      ends.shift()?.();
      await new Promise(setImmediate);
    },
    running: () => running,
    most: () => most,
  };
};

describe('costly work', () => {
  it('is done so much at a time, in the order in which it came', async () => {
    const concurrency = new Concurrency({ running: 2, waiting: 10 });
    const work = newWork();
    const done: number[] = [];
    const all = [0, 1, 2, 3, 4].map((i) => concurrency.run(work.run).then(() => done.push(i)));
    for (let i = 0; i < 5; i++) await work.endOne();
    await Promise.all(all);
    expect(work.most()).toBe(2);
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });

  it('is refused when too much is waiting, and taken again when there is room', async () => {
    const concurrency = new Concurrency({ running: 1, waiting: 1 });
    const work = newWork();
    const taken = [concurrency.run(work.run), concurrency.run(work.run)];
    await expect(concurrency.run(work.run)).rejects.toMatchObject({ code: 5014 });
    await work.endOne();
    taken.push(concurrency.run(work.run));
    await work.endOne();
    await work.endOne();
    await Promise.all(taken);
    expect(work.running()).toBe(0);
  });

  it('makes room when it fails', async () => {
    const concurrency = new Concurrency({ running: 1, waiting: 0 });
    await expect(concurrency.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await concurrency.run(() => Promise.resolve('yes'))).toBe('yes');
  });
});
