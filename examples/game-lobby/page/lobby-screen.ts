import { defer, finalize, ignoreElements, merge, tap, type Observable } from 'rxjs';
import { connectFour } from '../game/connect-four';
import { clearRooms } from '../lobby/clear-rooms';
import { openRooms, type OpenRoom } from '../lobby/open-rooms';
import type { LobbyIm } from '../lobby/rooms';
import { button, h, setText } from './dom';
import { keyedList, type Row } from './keyed-list';

export interface LobbyScreenParts {
  readonly im: LobbyIm;
  readonly self: string;
  readonly main: HTMLElement;
  /** Why this user is back here, if there is something to tell. */
  readonly notice: string;
  readonly enter: (id: string) => void;
  readonly quickMatch: () => void;
  readonly playBot: () => void;
  readonly open: () => void;
}

const STATES = { open: 'Free seat', full: 'Full', playing: 'Playing' } as const;

const verbOf = ({ state, isMine }: OpenRoom): string =>
  isMine ? 'Return' : state === 'open' ? 'Join' : 'Watch';

const roomRow =
  (enter: (id: string) => void) =>
  (first: OpenRoom): Row<OpenRoom> => {
    const name = h('span', { class: 'name' });
    const note = h('span');
    const seats = h('span', { class: 'discs', 'aria-hidden': 'true' });
    const state = h('span', { class: 'state' });
    const go = button('secondary', '', () => enter(first.id));
    return {
      element: h(
        'li',
        { class: 'room' },
        seats,
        h('span', { class: 'who' }, name, h('span', { class: 'note' }, state, note)),
        go,
      ),
      update: (room) => {
        setText(name, room.name);
        setText(note, ` ${room.taken} of ${room.seats} seats`);
        setText(state, STATES[room.state]);
        state.dataset['state'] = room.state;
        const verb = verbOf(room);
        setText(go, verb);
        go.setAttribute('aria-label', `${verb} ${room.name}`);
        go.className = room.state === 'open' || room.isMine ? 'primary' : 'secondary';
        seats.replaceChildren(
          ...Array.from({ length: room.seats }, (_, i) => h('i', { 'data-taken': i < room.taken })),
        );
      },
    };
  };

const choice = (name: string, title: string, text: string, onclick: () => void): HTMLElement =>
  h('button', { type: 'button', class: `choice ${name}`, onclick }, h('b', {}, title), h('span', {}, text));

/** Shows in `main` what can be played, as long as it is subscribed to; and clears away rooms in which nobody is any more. */
export const lobbyScreen = ({
  im,
  self,
  main,
  notice,
  enter,
  quickMatch,
  playBot,
  open,
}: LobbyScreenParts): Observable<never> =>
  defer(() => {
    const title = h('h1', { tabindex: '-1' }, `Hello, ${self}`);
    const list = h('ul', { class: 'rooms' });
    const none = h('p', { class: 'none' }, 'Looking for tables …');
    document.title = 'Connect four';
    main.className = 'lobby';
    main.replaceChildren(
      title,
      h('p', { class: 'notice', role: 'alert', hidden: notice === '' }, notice),
      h(
        'div',
        { class: 'choices' },
        choice('main', 'Quick match', 'Play whoever is looking, too', quickMatch),
        choice('', 'Play a bot', 'Starts at once', playBot),
        choice('', 'Open a table', 'And wait for a friend', open),
      ),
      h(
        'section',
        { 'aria-labelledby': 'rooms-title' },
        h('h2', { id: 'rooms-title' }, 'Tables'),
        list,
        none,
      ),
    );
    title.focus();
    const show = keyedList(list, roomRow(enter));
    const rooms$ = openRooms(im, { game: connectFour.name, every: 1000 }).pipe(
      tap((rooms) => {
        show(rooms);
        none.hidden = rooms.size > 0;
        setText(none, 'Nobody is at a table. Be the first.');
      }),
    );
    return merge(rooms$, clearRooms({ im, self, game: connectFour.name })).pipe(
      ignoreElements(),
      finalize(() => main.replaceChildren()),
    );
  });
