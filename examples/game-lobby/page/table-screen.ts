import {
  BehaviorSubject,
  combineLatest,
  concat,
  defer,
  filter,
  finalize,
  from,
  fromEvent,
  ignoreElements,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  pairwise,
  Subject,
  takeUntil,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import { connectFour, type ConnectFour, type Drop } from '../game/connect-four';
import { said, say } from '../lobby/chat';
import { endOf } from '../lobby/end-of';
import { seatOf, type Action, type Lobby } from '../lobby/lobby';
import type { TableView } from '../lobby/look-at';
import type { LobbyIm } from '../lobby/rooms';
import { openTable } from '../lobby/table';
import { boardView } from './board-view';
import { chatView } from './chat-view';
import { button, h, setAttribute, setText } from './dom';
import { newsOf } from './news';
import { seatsView, sideOf } from './seats-view';
import { statusOf } from './status';

export interface TableScreenParts {
  readonly im: LobbyIm;
  readonly self: string;
  readonly id: string;
  readonly main: HTMLElement;
  /** What this user does first of all. */
  readonly first: readonly Action<Drop>[];
  readonly leave: () => void;
}

/** A move that was made here, and is shown before the host has said that it is made. */
interface Pending {
  readonly games: number;
  readonly move: Drop;
}

/** The game with the move that was just made here; what is done already, or can't be, changes nothing. */
const gameShown = (
  { game, games }: Lobby<ConnectFour>,
  self: string,
  pending: Pending | undefined,
): ConnectFour | null =>
  game && pending?.games === games ? connectFour.play(game, self, pending.move) : game;

const isTyping = (): boolean => document.activeElement instanceof HTMLInputElement;

/** Whether leaving would lose a game. */
export const isPlaying = ({ lobby, self }: TableView<ConnectFour>): boolean =>
  lobby.phase.name === 'playing' && seatOf(lobby, self) !== undefined;

/**
 * Shows a table in `main` as long as it is subscribed to, and plays what its user does. Emits the table as it becomes;
 * completes when this user is not in the room any more, fails if it can't enter.
 */
export const tableScreen = ({
  im,
  self,
  id,
  main,
  first,
  leave,
}: TableScreenParts): Observable<TableView<ConnectFour>> =>
  defer(() => {
    const { view$, act } = openTable({ im, id, self, rules: connectFour });
    const action$ = new Subject<Action<Drop>>();
    const pending$ = new BehaviorSubject<Pending | undefined>(undefined);
    let seen: TableView<ConnectFour> | undefined;

    const drop = (column: number): void => {
      if (!seen?.connected || pending$.value) return;
      const { game, games } = seen.lobby;
      if (!game) return;
      const move = { at: game.columns.length, column };
      // Only what can be done now: what can't is taken for done already.
      if (connectFour.play(game, self, move) === game) return;
      pending$.next({ games, move });
      action$.next({ type: 'move', move });
    };

    const title = h('h1', { tabindex: '-1' }, 'Table');
    const status = h('p', { class: 'status', role: 'status' });
    const ready = button('primary', 'Ready', () => {
      const seat = seen && seatOf(seen.lobby, self);
      if (seat) action$.next({ type: 'ready', ready: !seat.ready });
    });
    const board = boardView(drop);
    const seats = seatsView({
      addBot: (bot) => action$.next({ type: 'add-bot', bot }),
      removeBot: (bot) => action$.next({ type: 'remove-bot', bot }),
    });
    const chat = chatView(self, async (words) => {
      await lastValueFrom(say(im, id, words));
    });
    main.className = 'table';
    main.replaceChildren(
      h('header', { class: 'head' }, button('secondary', 'Leave', leave), title),
      h(
        'div',
        { class: 'play' },
        seats.element,
        h('div', { class: 'now' }, status, ready),
        board.element,
        h(
          'p',
          { class: 'keys', id: 'board-keys' },
          'Four in a row win. Keys 1 to 7 drop a disc; arrows and Enter do, too.',
        ),
      ),
      chat.element,
    );
    title.focus();

    const show = (view: TableView<ConnectFour>, pending: Pending | undefined): void => {
      const { lobby, room, connected } = view;
      const { phase } = lobby;
      const game = gameShown(lobby, self, pending);
      const moved = game !== lobby.game;
      const { text, tone } = statusOf({ ...view, lobby: { ...lobby, game } });
      setText(title, room.attributes.name ?? 'Table');
      document.title = `${text} · Connect four`;
      setText(status, text);
      status.dataset['tone'] = tone;
      const seat = seatOf(lobby, self);
      ready.hidden = !seat || phase.name === 'playing' || !connected;
      setText(ready, seat?.ready ? 'Not yet' : phase.name === 'over' ? 'Play again' : 'Ready');
      ready.classList.toggle('primary', !seat?.ready);
      ready.classList.toggle('secondary', seat?.ready === true);
      const free = connected && phase.name === 'playing' && !!game && connectFour.turnOf(game) === self;
      board.show(game, { side: sideOf(lobby, self), free });
      setAttribute(board.element, 'data-pending', moved);
      setAttribute(board.element, 'data-count', phase.name === 'countdown' && String(phase.left));
      seats.show(view);
    };

    const shown$ = combineLatest([view$, pending$]).pipe(
      tap(([view, pending]) => {
        if (!seen && first.length === 0 && view.lobby.seats.length < connectFour.seats)
          chat.tell('To play with a friend, send them the address of this page.');
        seen = view;
        show(view, pending);
      }),
    );
    const news$ = view$.pipe(
      map(({ lobby }) => lobby),
      pairwise(),
      tap(([before, now]) => newsOf(before, now).forEach(chat.tell)),
    );
    const acted$ = merge(from(first), action$).pipe(
      mergeMap((action) =>
        act(action).pipe(finalize(() => action.type === 'move' && pending$.next(undefined))),
      ),
    );
    const heard$ = said(im, id).pipe(tap(chat.hear));
    // The time of seats that are held runs.
    const held$ = timer(1000, 1000).pipe(tap(() => seen && seats.show(seen)));
    const keys$ = fromEvent<KeyboardEvent>(document, 'keydown').pipe(
      filter(({ ctrlKey, metaKey, altKey }) => !ctrlKey && !metaKey && !altKey && !isTyping()),
      tap(({ key }) => board.press(key)),
    );
    const beside$ = merge(shown$, news$, acted$, heard$, held$, keys$).pipe(ignoreElements());

    return concat(
      im.rooms.join(id, self).pipe(ignoreElements()),
      merge(beside$.pipe(takeUntil(endOf(view$))), view$),
    );
  });
