import { distinctUntilChanged, map, of, switchMap, tap, timer, type Observable } from 'rxjs';
import type { LobbyIm } from '../lobby/rooms';
import { button, h } from './dom';

type Parts = readonly (Node | string)[];

const lineOf = (im: LobbyIm, state: { readonly name: string; readonly cause?: Error }): Parts => {
  switch (state.name) {
    case 'waiting':
      return [
        h('span', {}, 'No connection. Trying again …'),
        button('small', 'Try now', () => void im.connect()),
      ];
    case 'stopped':
      return [
        h('span', {}, state.cause?.message ?? 'The connection has ended.'),
        button('small', 'Connect again', () => void im.connect()),
      ];
    case 'online':
      return [];
    default:
      return [h('span', {}, 'Connecting …')];
  }
};

/** What is over in a moment is not worth a line. */
const MOMENT = 400;

/** Tells how the connection is, while there is something to tell. */
export const showBanner = (im: LobbyIm, banner: HTMLElement): Observable<unknown> =>
  im.state$.pipe(
    distinctUntilChanged((one, other) => one.name === other.name),
    switchMap((state) => (state.name === 'online' ? of(state) : timer(MOMENT).pipe(map(() => state)))),
    tap((state) => {
      const parts = lineOf(im, state);
      banner.hidden = parts.length === 0;
      banner.replaceChildren(...parts);
    }),
  );
