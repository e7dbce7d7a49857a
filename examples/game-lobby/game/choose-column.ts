import { boardOf, COLUMNS, isFree, lineThrough, ROWS, type Side } from './board';

/** Middle first: it is in most lines, and what is looked at first prunes best. */
const ORDER = [3, 2, 4, 1, 5, 0, 6];
const WIN = 1000;

export interface ChooseOptions {
  /** Moves to look ahead: 1 sees its own win, 2 the other's. @default 5 */
  readonly depth?: number;
  /** Among moves that are as good as each other. @default Math.random */
  readonly random?: () => number;
}

/** The best that whoever is to move can reach within `depth` moves, from -WIN to WIN; sooner counts more (negamax, alpha-beta). */
const valueOf = (
  board: Side[][],
  count: number,
  depth: number,
  alpha: number,
  beta: number,
  column: number,
): number => {
  board[column]?.push((count % 2) as Side);
  try {
    if (lineThrough(board, column).length > 0) return WIN + depth;
    if (depth <= 1 || count + 1 === COLUMNS * ROWS) return 0;
    let best = -Infinity;
    let from = -beta;
    for (const next of ORDER) {
      if (!isFree(board, next)) continue;
      best = Math.max(best, valueOf(board, count + 1, depth - 1, from, -alpha, next));
      from = Math.max(from, best);
      if (from >= -alpha) break;
    }
    return -best;
  } finally {
    board[column]?.pop();
  }
};

/** The column that a player who looks some moves ahead would choose. The board must have a free one. */
export const chooseColumn = (
  columns: readonly number[],
  { depth = 5, random = Math.random }: ChooseOptions = {},
): number => {
  const board = boardOf(columns).map((discs) => [...discs]);
  const rated = ORDER.filter((column) => isFree(board, column)).map((column) => ({
    column,
    value: valueOf(board, columns.length, depth, -Infinity, Infinity, column),
  }));
  const best = Math.max(...rated.map(({ value }) => value));
  const good = rated.filter(({ value }) => value === best);
  // Squared: more often one of those in the middle.
  return good[Math.floor(random() ** 2 * good.length)]?.column ?? 0;
};
