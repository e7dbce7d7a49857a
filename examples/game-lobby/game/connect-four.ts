import { isObject } from '../lobby/is-object';
import type { Rules } from '../lobby/rules';
import { boardOf, COLUMNS, isFree, lineThrough, ROWS } from './board';
import { chooseColumn } from './choose-column';

/** A game is who plays it and the columns that were chosen: everything else follows. */
export interface ConnectFour {
  /** The first one begins. */
  readonly players: readonly string[];
  readonly columns: readonly number[];
}

/** `at` counts the moves from 0: a move that comes twice is too late the second time. */
export interface Drop {
  readonly at: number;
  readonly column: number;
}

const SIDES = 2;

/** The winning line of the last move, if it made one. */
export const winningLine = ({ columns }: ConnectFour) => lineThrough(boardOf(columns), columns.at(-1) ?? 0);

const resultOf = (game: ConnectFour): { readonly winner: string | undefined } | undefined => {
  const { players, columns } = game;
  if (winningLine(game).length > 0) return { winner: players[(columns.length - 1) % SIDES] };
  return columns.length === COLUMNS * ROWS ? { winner: undefined } : undefined;
};

const turnOf = (game: ConnectFour): string | undefined =>
  resultOf(game) ? undefined : game.players[game.columns.length % SIDES];

const isColumn = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < COLUMNS;

export const connectFour: Rules<ConnectFour, Drop> = {
  name: 'connect-four',
  seats: SIDES,
  start: (players) => ({ players, columns: [] }),
  turnOf,
  play: (game, by, { at, column }) => {
    const { columns } = game;
    const possible = at === columns.length && turnOf(game) === by && isFree(boardOf(columns), column);
    return possible ? { ...game, columns: [...columns, column] } : game;
  },
  resultOf,
  suggest: ({ columns }) => ({ at: columns.length, column: chooseColumn(columns) }),
  isGame: (value): value is ConnectFour =>
    isObject(value) &&
    Array.isArray(value['players']) &&
    value['players'].length === SIDES &&
    value['players'].every((player) => typeof player === 'string') &&
    Array.isArray(value['columns']) &&
    value['columns'].length <= COLUMNS * ROWS &&
    value['columns'].every(isColumn),
  isMove: (value): value is Drop =>
    isObject(value) && Number.isInteger(value['at']) && isColumn(value['column']),
};
