import { boardOf } from '../../../examples/game-lobby/game/board';
import { chooseColumn } from '../../../examples/game-lobby/game/choose-column';
import { connectFour, winningLine } from '../../../examples/game-lobby/game/connect-four';

const { start, play, resultOf, turnOf, isGame, isMove } = connectFour;
const after = (columns: readonly number[]) =>
  columns.reduce(
    (game, column, at) => play(game, turnOf(game) ?? 'nobody', { at, column }),
    start(['ann', 'bob']),
  );

it.each([
  ['upright', [0, 1, 0, 1, 0, 1, 0], 'ann', '0,0 0,1 0,2 0,3'],
  ['level', [0, 0, 1, 1, 2, 2, 3], 'ann', '0,0 1,0 2,0 3,0'],
  ['rising', [0, 1, 1, 2, 2, 3, 2, 3, 3, 6, 3], 'ann', '0,0 1,1 2,2 3,3'],
  ['falling', [6, 3, 2, 2, 1, 1, 0, 1, 0, 0, 5, 0], 'bob', '0,3 1,2 2,1 3,0'],
  ['closed in the middle', [0, 0, 1, 1, 3, 3, 2], 'ann', '0,0 1,0 2,0 3,0'],
])('four in a line win: %s', (_, columns, winner, line) => {
  const game = after(columns);
  expect(resultOf(game)).toEqual({ winner });
  expect(winningLine(game).map(String).join(' ')).toBe(line);
  expect(turnOf(game)).toBeUndefined();
});

it('a full board without a line is a draw', () => {
  const pairs = [0, 0, 0, 0, 0, 0, 2, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3];
  const rest = [5, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6];
  const game = after([...pairs, ...rest]);
  expect(game.columns).toHaveLength(42);
  expect(resultOf(game)).toEqual({ winner: undefined });
});

it('a move that cannot be made changes nothing', () => {
  const game = after([3, 3, 3, 3, 3, 3]);
  expect(play(game, 'ann', { at: 6, column: 3 })).toBe(game); // the column is full
  expect(play(game, 'bob', { at: 6, column: 2 })).toBe(game); // not bob's turn
  expect(play(game, 'eve', { at: 6, column: 2 })).toBe(game); // a stranger
  expect(play(game, 'ann', { at: 4, column: 2 })).toBe(game); // comes a second time
  expect(play(game, 'ann', { at: 6, column: 2 }).columns).toHaveLength(7);
});

it('what is no game and no move is not taken for one', () => {
  expect(isGame(after([1, 2]))).toBe(true);
  for (const value of [null, {}, { players: ['ann'], columns: [] }, { players: ['a', 'b'], columns: [7] }])
    expect(isGame(value)).toBe(false);
  for (const value of [null, 3, { at: 0 }, { at: 0, column: -1 }, { at: 0.5, column: 1 }])
    expect(isMove(value)).toBe(false);
});

it.each([
  ['takes a win', [0, 1, 0, 1, 0, 1], 0],
  ['stops the other one from winning', [0, 1, 0, 1, 0], 0],
  ['makes three that are open on both sides, which nobody can stop', [3, 0, 2, 0], 4],
])('a bot %s', (_, columns, column) => {
  for (const random of [0, 0.5, 0.99]) expect(chooseColumn(columns, { random: () => random })).toBe(column);
});

it('a bot moves wherever there is room', () => {
  let columns: readonly number[] = [];
  while (!resultOf(after(columns))) columns = [...columns, chooseColumn(columns, { depth: 2 })];
  expect(boardOf(columns).every((discs) => discs.length <= 6)).toBe(true);
});
