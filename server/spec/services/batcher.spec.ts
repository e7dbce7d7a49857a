import { Batcher } from '../../src/services/batcher';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Batcher', () => {
  it('handles together what comes in one turn, and what comes meanwhile as the next batch', async () => {
    const batches: (readonly number[])[] = [];
    let release = (): void => undefined;
    const batcher = new Batcher<number>((batch) => {
      batches.push(batch);
      return new Promise((resolve) => (release = resolve));
    }, 10);
    [1, 2, 3].forEach((item) => batcher.push(item));
    expect(batches).toEqual([]);
    await turn();
    [4, 5].forEach((item) => batcher.push(item));
    await turn();
    expect(batches).toEqual([[1, 2, 3]]);
    expect(batcher.waiting).toBe(2);
    release();
    await turn();
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    release();
    await batcher.drain();
  });

  it('makes no batch greater than its size', async () => {
    const sizes: number[] = [];
    const batcher = new Batcher<number>(async (batch) => void sizes.push(batch.length), 4);
    for (let i = 0; i < 10; i++) batcher.push(i);
    await batcher.drain();
    expect(sizes).toEqual([4, 4, 2]);
  });

  it('is drained at once when there is nothing', async () => {
    await new Batcher(async () => undefined, 1).drain();
  });
});
