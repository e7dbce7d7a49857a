import { boardOf, COLUMNS, ROWS } from '../game/board';
import { winningLine, type ConnectFour } from '../game/connect-four';

export const say = (who: string, what: string): void => console.log(`${who.padEnd(12)} ${what}`);
export const chapter = (title: string): void => console.log(`\n── ${title}`);

const DISCS = ['●', '○'];

/** The board as text, the winning line in brackets. */
export const drawn = (game: ConnectFour): string => {
  const board = boardOf(game.columns);
  const line = new Set(winningLine(game).map(String));
  const cell = (column: number, row: number): string => {
    const side = board[column]?.[row];
    const disc = side === undefined ? '·' : (DISCS[side] ?? '?');
    return line.has(String([column, row])) ? `[${disc}]` : ` ${disc} `;
  };
  const rows = Array.from({ length: ROWS }, (_, i) => ROWS - 1 - i);
  return rows
    .map((row) => Array.from({ length: COLUMNS }, (_, column) => cell(column, row)).join(''))
    .map((text) => `    ${text}`)
    .join('\n');
};
