import { connectFour, type ConnectFour } from '../game/connect-four';
import { seatOf, type Lobby } from '../lobby/lobby';
import type { TableView } from '../lobby/look-at';
import { called } from './names';

/** What there is to know at this moment, in a line. */
export interface Status {
  readonly text: string;
  readonly tone: 'calm' | 'call' | 'good' | 'bad';
}

const calm = (text: string): Status => ({ text, tone: 'calm' });
const call = (text: string): Status => ({ text, tone: 'call' });

const waiting = ({ seats }: Lobby<ConnectFour>, self: string): Status => {
  const own = seats.find(({ player }) => player === self);
  if (!own) return calm('You watch. A seat that becomes free is yours.');
  if (seats.length < connectFour.seats) return calm('Waiting for another player');
  if (!own.ready) return call('Ready when you are');
  const other = seats.find(({ ready }) => !ready);
  return calm(`Waiting for ${other ? called(other.player) : 'the host'} to be ready`);
};

const playing = (lobby: Lobby<ConnectFour>, self: string): Status => {
  const turn = lobby.game ? connectFour.turnOf(lobby.game) : undefined;
  if (turn === undefined) return calm('The game is over');
  if (turn === self) return call('Your turn');
  return calm(
    seatOf(lobby, turn)?.away ? `${called(turn)} has lost the connection` : `${called(turn)} is thinking`,
  );
};

const over = (
  winner: string | undefined,
  how: 'played' | 'left',
  lobby: Lobby<ConnectFour>,
  self: string,
): Status => {
  if (winner === undefined) return calm(how === 'played' ? 'A draw' : 'Nobody is left to play');
  const left = lobby.game?.players.find((player) => player !== winner);
  if (winner !== self) return { text: `${called(winner)} wins`, tone: left === self ? 'bad' : 'calm' };
  return { text: how === 'left' && left ? `${called(left)} left: you win` : 'You win!', tone: 'good' };
};

export const statusOf = ({ connected, lobby, self }: TableView<ConnectFour>): Status => {
  if (!connected) return { text: 'No connection. Your seat is held for you.', tone: 'bad' };
  const { phase } = lobby;
  switch (phase.name) {
    case 'open':
      return waiting(lobby, self);
    case 'countdown':
      return call(`Starting in ${phase.left}`);
    case 'playing':
      return playing(lobby, self);
    case 'over':
      return over(phase.winner, phase.how, lobby, self);
  }
};
