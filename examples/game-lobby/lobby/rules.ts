/** A game that can be played in a lobby: pure functions, so that whoever is the host may reduce it. */
export interface Rules<Game, Move> {
  /** Name of the game, by which rooms are found. */
  readonly name: string;
  /** How many play. */
  readonly seats: number;
  /** A new game; the first of the players begins. */
  readonly start: (players: readonly string[]) => Game;
  /** Whose turn it is; `undefined` when the game is over. */
  readonly turnOf: (game: Game) => string | undefined;
  /** The game after a move; the very same game if the move can't be made. A move that is made twice is made once. */
  readonly play: (game: Game, by: string, move: Move) => Game;
  /** Who won, nobody for a draw; `undefined` while it is being played. */
  readonly resultOf: (game: Game) => { readonly winner: string | undefined } | undefined;
  /** What a bot would do, whose turn it is. */
  readonly suggest: (game: Game) => Move;
  /** What comes over the wire is anything. */
  readonly isGame: (value: unknown) => value is Game;
  readonly isMove: (value: unknown) => value is Move;
}
