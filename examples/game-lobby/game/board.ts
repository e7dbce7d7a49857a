/** The board of connect four: what follows from the columns that were chosen, one after the other. */
export const COLUMNS = 7;
export const ROWS = 6;
const LINE = 4;

/** 0: who began. 1: the other one. */
export type Side = 0 | 1;
/** The discs of each column, from the bottom up. */
export type Board = readonly (readonly Side[])[];

/** Column and row, counted from 0 at the left and at the bottom. */
export type Cell = readonly [column: number, row: number];

export const boardOf = (columns: readonly number[]): Board => {
  const board: Side[][] = Array.from({ length: COLUMNS }, () => []);
  columns.forEach((column, i) => board[column]?.push((i % 2) as Side));
  return board;
};

const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

/** The cells of a line of four or more through the topmost disc of this column; none if there is no such line. */
export const lineThrough = (board: Board, column: number): readonly Cell[] => {
  const row = (board[column]?.length ?? 0) - 1;
  const side = board[column]?.[row];
  if (side === undefined) return [];
  const run = (dx: number, dy: number): Cell[] => {
    const cells: Cell[] = [];
    for (let x = column + dx, y = row + dy; board[x]?.[y] === side; x += dx, y += dy) cells.push([x, y]);
    return cells;
  };
  for (const [dx, dy] of DIRECTIONS) {
    const line: Cell[] = [...run(-dx, -dy).reverse(), [column, row], ...run(dx, dy)];
    if (line.length >= LINE) return line;
  }
  return [];
};

export const isFree = (board: Board, column: number): boolean => {
  const discs = board[column];
  return discs !== undefined && discs.length < ROWS;
};
