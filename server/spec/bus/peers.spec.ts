import { Peers } from '../../src/bus/peers';

describe('Peers', () => {
  it('take the publications of each node in the order of their numbers', () => {
    const peers = new Peers();
    expect([peers.hear('a', 1, 0), peers.hear('b', 1, 0), peers.hear('a', 2, 0)]).toEqual([
      'first',
      'first',
      'next',
    ]);
  });

  it.each([
    ['one is missing', [1, 3]],
    ['a node was there before this one', [7]],
  ])('notice that %s', (_title, numbers) => {
    const peers = new Peers();
    expect(numbers.map((number) => peers.hear('a', number, 0)).at(-1)).toBe('hole');
  });

  it('find those that are silent for too long, and begin anew after nobody could be heard', () => {
    const peers = new Peers();
    peers.hear('a', 1, 0);
    peers.hear('b', 1, 2000);
    expect(peers.silent(3000, 3000)).toEqual(['a']);
    peers.excuse(3000);
    expect(peers.silent(3000, 5999)).toEqual([]);
    peers.forget('a');
    expect(peers.silent(3000, 6000)).toEqual(['b']);
  });
});
