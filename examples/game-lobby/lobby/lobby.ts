/** Somebody at the table: a member of the room, or a bot, whom the host plays. */
export interface Seat {
  readonly player: string;
  readonly bot: boolean;
  readonly ready: boolean;
  /** The connection is gone; the seat is held for a while. */
  readonly away: boolean;
  readonly wins: number;
}

export type Phase =
  /** Seats are being taken, players say that they are ready. */
  | { readonly name: 'open' }
  /** Everybody agreed; `left` seconds to go. */
  | { readonly name: 'countdown'; readonly left: number }
  | { readonly name: 'playing' }
  /** Until everybody is ready for another one. Without a winner it is a draw. */
  | { readonly name: 'over'; readonly winner?: string; readonly how: 'played' | 'left' };

/**
 * All there is to know of a table. The host reduces it and publishes it as an attribute of the room. `term` counts the hosts,
 * `rev` the changes that a host made. There is no clock in it: those of two machines differ.
 */
export interface Lobby<Game> {
  readonly term: number;
  readonly rev: number;
  readonly host: string;
  readonly seats: readonly Seat[];
  readonly phase: Phase;
  /** The game that is being played, or was. */
  readonly game: Game | null;
  /** How many games were begun. */
  readonly games: number;
}

/** What players ask for, as messages in the room. Each may come twice, and then does nothing the second time. */
export type Action<Move> =
  | { readonly type: 'ready'; readonly ready: boolean }
  | { readonly type: 'move'; readonly move: Move }
  | { readonly type: 'add-bot'; readonly bot: string }
  | { readonly type: 'remove-bot'; readonly bot: string };

/** What happens at a table: players act, the host observes. */
export type LobbyEvent<Move> =
  | { readonly type: 'act'; readonly by: string; readonly action: Action<Move> }
  /** Who is in the room, and who of them is there. */
  | { readonly type: 'present'; readonly members: readonly string[]; readonly online: readonly string[] }
  /** The seat was held long enough. */
  | { readonly type: 'expire'; readonly player: string }
  /** A second of the countdown, the one with `left` to go, is over. */
  | { readonly type: 'tick'; readonly left: number };

export const seatFor = (player: string, bot = false): Seat => ({
  player,
  bot,
  ready: bot,
  away: false,
  wins: 0,
});

/** A table at which its maker sits. */
export const newLobby = <Game>(host: string): Lobby<Game> => ({
  term: 1,
  rev: 0,
  host,
  seats: [seatFor(host)],
  phase: { name: 'open' },
  game: null,
  games: 0,
});

/** User ids have no colon, so nobody can be called like a bot. */
const BOT = 'bot:';
export const botNumber = (number: number): string => `${BOT}${number}`;
export const isBot = (player: string): boolean => player.startsWith(BOT);

export const seatOf = <Game>({ seats }: Lobby<Game>, player: string): Seat | undefined =>
  seats.find((seat) => seat.player === player);
