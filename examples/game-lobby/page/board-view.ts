import { boardOf, COLUMNS, isFree, ROWS } from '../game/board';
import { winningLine, type ConnectFour } from '../game/connect-four';
import { h, setAttribute } from './dom';

const SIDES = ['Red', 'Yellow'];
const START: ConnectFour = { players: [], columns: [] };

export interface BoardView {
  readonly element: HTMLElement;
  /** `free`: it is this player's turn, whose discs are these. */
  readonly show: (game: ConnectFour | null, mine: { readonly side: number; readonly free: boolean }) => void;
  /** Drops into the column that has this digit, if there is one. */
  readonly press: (digit: string) => void;
}

/** A column as it is heard: what is in it, from the bottom up. */
const spoken = (column: number, discs: readonly number[]): string =>
  `Column ${column + 1}, ${discs.length === 0 ? 'empty' : discs.map((side) => SIDES[side]).join(', ')}`;

/**
 * The board, as seven buttons: arrows go from one to the next, Enter drops a disc. What may be dropped is decided by
 * whoever made the view.
 */
export const boardView = (drop: (column: number) => void): BoardView => {
  const columns = Array.from({ length: COLUMNS }, (_, column) => {
    const cells = Array.from({ length: ROWS }, () => h('span', { class: 'cell' }));
    const element = h(
      'button',
      { type: 'button', class: 'column', tabindex: column === 3 ? '0' : '-1', onclick: () => drop(column) },
      h('span', { class: 'hover', 'aria-hidden': 'true' }),
      ...[...cells].reverse(),
    );
    return { element, cells };
  });
  const element = h(
    'div',
    { class: 'board', role: 'group', 'aria-label': 'Board', 'aria-describedby': 'board-keys' },
    ...columns.map((column) => column.element),
  );

  const focus = (index: number): void => {
    const at = (index + COLUMNS) % COLUMNS;
    columns.forEach((column, i) => column.element.setAttribute('tabindex', i === at ? '0' : '-1'));
    columns[at]?.element.focus();
  };
  element.addEventListener('keydown', (event) => {
    const at = columns.findIndex((column) => column.element === document.activeElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: COLUMNS - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    focus(to);
  });

  return {
    element,
    show: (game, { side, free }) => {
      const state = game ?? START;
      const board = boardOf(state.columns);
      const line = new Set(winningLine(state).map(String));
      const last = state.columns.at(-1);
      setAttribute(element, 'data-side', SIDES[side]?.toLowerCase());
      setAttribute(element, 'data-won', line.size > 0);
      columns.forEach((column, x) => {
        const discs = board[x] ?? [];
        const open = free && isFree(board, x);
        column.element.setAttribute('aria-label', spoken(x, discs));
        setAttribute(column.element, 'aria-disabled', open ? undefined : 'true');
        column.cells.forEach((cell, y) => {
          setAttribute(cell, 'data-disc', SIDES[discs[y] ?? -1]?.toLowerCase());
          setAttribute(cell, 'data-last', x === last && y === discs.length - 1);
          setAttribute(cell, 'data-line', line.has(String([x, y])));
          cell.style.setProperty('--fall', String(ROWS - y));
        });
      });
    },
    press: (digit) => columns[Number(digit) - 1]?.element.click(),
  };
};
