import type { ConnectFour } from '../game/connect-four';
import { seatOf, type Lobby } from '../lobby/lobby';
import { called } from './names';

type State = Lobby<ConnectFour>;

const seats = (before: State, now: State): readonly string[] => [
  ...before.seats
    .filter(({ player }) => !seatOf(now, player))
    .map(({ player }) => `${called(player)} is gone`),
  ...now.seats.flatMap(({ player, away }) => {
    const known = seatOf(before, player);
    if (!known) return [`${called(player)} sits down`];
    if (known.away === away) return [];
    return [`${called(player)} ${away ? 'has lost the connection' : 'is back'}`];
  }),
];

const phases = (before: State, now: State): readonly string[] => {
  if (now.games > before.games && now.game)
    return [`Game ${now.games}: ${called(now.game.players[0] ?? '')} begins`];
  if (now.phase.name !== 'over' || before.phase.name === 'over') return [];
  const { winner } = now.phase;
  return [winner === undefined ? 'Nobody wins' : `${called(winner)} wins`];
};

/** What has happened between two states of a table, in words. */
export const newsOf = (before: State, now: State): readonly string[] => [
  ...seats(before, now),
  ...(before.host === now.host ? [] : [`${called(now.host)} is the host now`]),
  ...phases(before, now),
];
