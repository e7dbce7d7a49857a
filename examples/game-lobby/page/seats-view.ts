import { connectFour, type ConnectFour } from '../game/connect-four';
import { TIMING } from '../lobby/host';
import { botNumber, type Lobby, type Seat } from '../lobby/lobby';
import type { TableView } from '../lobby/look-at';
import { button, face, h } from './dom';
import { called } from './names';

export interface SeatActions {
  readonly addBot: (bot: string) => void;
  readonly removeBot: (bot: string) => void;
}

export interface SeatsView {
  readonly element: HTMLElement;
  /** To be called again while the time of a seat that is held runs. */
  readonly show: (view: TableView<ConnectFour>) => void;
}

/** Which discs are a player's: in a game those it plays with, before it those of its seat. */
export const sideOf = ({ game, seats }: Lobby<ConnectFour>, player: string): number => {
  const at = game?.players.indexOf(player) ?? -1;
  return at === -1 ? seats.findIndex((seat) => seat.player === player) : at;
};

const turnOf = ({ phase, game }: Lobby<ConnectFour>): string | undefined =>
  phase.name === 'playing' && game ? connectFour.turnOf(game) : undefined;

/** Who has no connection knows at least that of itself. */
const isAway = ({ away, player }: Seat, { connected, self }: TableView<ConnectFour>): boolean =>
  away || (!connected && player === self);

/** Who sits at the table. A seat that is held tells for how long; only the host knows exactly. */
export const seatsView = ({ addBot, removeBot }: SeatActions): SeatsView => {
  const element = h('ul', { class: 'seats', 'aria-label': 'Seats' });
  /** Since when somebody is away, by this machine's clock. */
  const since = new Map<string, number>();
  let drawn = '';

  const secondsLeft = ({ player }: Seat): number =>
    Math.max(0, Math.ceil((TIMING.hold - (performance.now() - (since.get(player) ?? 0))) / 1000));

  const noteOf = ({ seat, view }: { readonly seat: Seat; readonly view: TableView<ConnectFour> }): string => {
    const { lobby } = view;
    if (isAway(seat, view)) return `held for ${secondsLeft(seat)} s`;
    if (lobby.phase.name === 'playing') return turnOf(lobby) === seat.player ? 'to move' : '';
    return seat.ready ? 'ready' : 'not ready yet';
  };

  const taken = (seat: Seat, view: TableView<ConnectFour>): HTMLElement => {
    const { lobby, self } = view;
    const { player, bot, wins } = seat;
    const note = noteOf({ seat, view });
    const open = lobby.phase.name === 'open' || lobby.phase.name === 'over';
    return h(
      'li',
      {
        class: 'seat',
        'data-side': sideOf(lobby, player) === 1 ? 'yellow' : 'red',
        'data-turn': turnOf(lobby) === player,
        'data-away': isAway(seat, view),
        'data-ready': lobby.phase.name !== 'playing' && seat.ready,
      },
      face(called(player)),
      h(
        'span',
        { class: 'who' },
        h(
          'span',
          { class: 'name' },
          h('span', {}, called(player)),
          player === self && h('span', { class: 'tag' }, 'you'),
          lobby.host === player && h('span', { class: 'tag', title: 'Their window runs the table' }, 'host'),
        ),
        h('span', { class: 'note' }, note),
      ),
      bot && open
        ? button('small', 'Remove', () => removeBot(player))
        : h('span', { class: 'wins', 'aria-label': `${wins} won` }, String(wins)),
    );
  };

  const free = ({ lobby: { seats, phase }, self }: TableView<ConnectFour>): HTMLElement => {
    const number = seats.some(({ player }) => player === botNumber(1)) ? 2 : 1;
    const sits = seats.some(({ player }) => player === self);
    return h(
      'li',
      { class: 'seat free' },
      h('span', { class: 'face', 'aria-hidden': 'true' }),
      h(
        'span',
        { class: 'who' },
        h('span', { class: 'name' }, 'Free seat'),
        h('span', { class: 'note' }, 'for whoever comes'),
      ),
      sits && phase.name !== 'playing' && button('small', 'Add a bot', () => addBot(botNumber(number))),
    );
  };

  return {
    element,
    show: (view) => {
      const { seats } = view.lobby;
      for (const seat of seats) {
        if (!isAway(seat, view)) since.delete(seat.player);
        else if (!since.has(seat.player)) since.set(seat.player, performance.now());
      }
      // What is drawn anew loses the focus, so only what is new is.
      const next = JSON.stringify([
        view.lobby.host,
        view.connected,
        view.lobby.phase.name,
        seats.map((seat) => [seat, noteOf({ seat, view }), sideOf(view.lobby, seat.player)]),
      ]);
      if (next === drawn) return;
      drawn = next;
      const empty = Array.from({ length: connectFour.seats - seats.length }, () => free(view));
      element.replaceChildren(...seats.map((seat) => taken(seat, view)), ...empty);
    },
  };
};
