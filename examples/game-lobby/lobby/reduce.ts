import { isBot, seatFor, seatOf, type Action, type Lobby, type LobbyEvent, type Seat } from './lobby';
import type { Rules } from './rules';

/** Seconds from the agreement to the first move. */
export const COUNTDOWN = 3;

/**
 * The reducer of a table, for a game. An event that changes nothing gives the very same lobby: that is how a player knows
 * that what it asked for has been done, or can't be done.
 */
export const createReducer = <Game, Move>(rules: Rules<Game, Move>) => {
  type State = Lobby<Game>;

  const withSeat = (lobby: State, player: string, change: Partial<Seat>): State => ({
    ...lobby,
    seats: lobby.seats.map((seat) => (seat.player === player ? { ...seat, ...change } : seat)),
  });

  const over = (lobby: State, winner: string | undefined, how: 'played' | 'left'): State => ({
    ...lobby,
    phase: { name: 'over', how, ...(winner !== undefined && { winner }) },
    seats: lobby.seats.map((seat) => ({
      ...seat,
      ready: seat.bot,
      wins: seat.wins + (seat.player === winner ? 1 : 0),
    })),
  });

  /** Gives a seat free. Whoever leaves a game loses it. */
  const stand = (lobby: State, player: string): State => {
    if (!seatOf(lobby, player)) return lobby;
    const left = { ...lobby, seats: lobby.seats.filter((seat) => seat.player !== player) };
    if (lobby.phase.name !== 'playing') return left;
    return over(left, left.seats.length === 1 ? left.seats[0]?.player : undefined, 'left');
  };

  const mayJoin = ({ phase, seats }: State): boolean =>
    seats.length < rules.seats && (phase.name === 'open' || phase.name === 'over');

  /** Where others have played before, a new player begins anew. */
  const sit = (lobby: State, seat: Seat): State =>
    mayJoin(lobby) && !seatOf(lobby, seat.player)
      ? { ...lobby, seats: [...lobby.seats, seat], phase: { name: 'open' }, game: null }
      : lobby;

  const start = (lobby: State): State => {
    const players = lobby.seats.map(({ player }) => player);
    const first = lobby.games % players.length;
    return {
      ...lobby,
      phase: { name: 'playing' },
      game: rules.start([...players.slice(first), ...players.slice(0, first)]),
      games: lobby.games + 1,
    };
  };

  const play = (lobby: State, by: string, move: Move): State => {
    if (lobby.phase.name !== 'playing' || lobby.game === null) return lobby;
    const game = rules.play(lobby.game, by, move);
    if (game === lobby.game) return lobby;
    const result = rules.resultOf(game);
    return result ? over({ ...lobby, game }, result.winner, 'played') : { ...lobby, game };
  };

  const act = (lobby: State, by: string, action: Action<Move>): State => {
    const seat = seatOf(lobby, by);
    if (!seat) return lobby;
    switch (action.type) {
      case 'ready':
        if (seat.ready === action.ready || lobby.phase.name === 'playing') return lobby;
        return withSeat(lobby, by, { ready: action.ready });
      case 'move':
        return play(lobby, by, action.move);
      case 'add-bot':
        return isBot(action.bot) ? sit(lobby, seatFor(action.bot, true)) : lobby;
      case 'remove-bot':
        return isBot(action.bot) ? stand(lobby, action.bot) : lobby;
    }
  };

  const present = (lobby: State, members: readonly string[], online: readonly string[]): State => {
    const people = lobby.seats.filter(({ bot }) => !bot);
    const stayed = people
      .filter(({ player }) => !members.includes(player))
      .reduce((state, { player }) => stand(state, player), lobby);
    const seen = people
      .filter(({ player, away }) => away === online.includes(player))
      .reduce((state, { player, away }) => withSeat(state, player, { away: !away }), stayed);
    // Those without a seat wait for one, in the order in which they came.
    return online.reduce((state, player) => sit(state, seatFor(player)), seen);
  };

  const isAgreed = ({ seats }: State): boolean =>
    seats.length === rules.seats && seats.every(({ ready, away }) => ready && !away);

  /** The countdown runs as long as everybody agrees. */
  const settle = (lobby: State): State => {
    const { name } = lobby.phase;
    if (name === 'playing') return lobby;
    if (isAgreed(lobby)) {
      return name === 'countdown' ? lobby : { ...lobby, phase: { name: 'countdown', left: COUNTDOWN } };
    }
    return name === 'countdown' ? { ...lobby, phase: { name: 'open' } } : lobby;
  };

  const tick = (lobby: State, left: number): State => {
    if (lobby.phase.name !== 'countdown' || lobby.phase.left !== left) return lobby;
    return left > 1 ? { ...lobby, phase: { name: 'countdown', left: left - 1 } } : start(lobby);
  };

  const change = (lobby: State, event: LobbyEvent<Move>): State => {
    switch (event.type) {
      case 'act':
        return act(lobby, event.by, event.action);
      case 'present':
        return present(lobby, event.members, event.online);
      case 'expire':
        return seatOf(lobby, event.player)?.away ? stand(lobby, event.player) : lobby;
      case 'tick':
        return tick(lobby, event.left);
    }
  };

  return (lobby: State, event: LobbyEvent<Move>): State => {
    const next = settle(change(lobby, event));
    return next === lobby ? lobby : { ...next, rev: lobby.rev + 1 };
  };
};

export type Reducer<Game, Move> = (lobby: Lobby<Game>, event: LobbyEvent<Move>) => Lobby<Game>;
