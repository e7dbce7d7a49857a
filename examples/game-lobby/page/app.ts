import {
  BehaviorSubject,
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  firstValueFrom,
  fromEvent,
  ignoreElements,
  merge,
  Subscription,
  switchMap,
  tap,
  type Observable,
} from 'rxjs';
import { connectFour, type ConnectFour, type Drop } from '../game/connect-four';
import { botNumber, type Action } from '../lobby/lobby';
import type { TableView } from '../lobby/look-at';
import { quickMatch } from '../lobby/quick-match';
import { leaveOthers, leaveRoom, openRoom, type LobbyIm } from '../lobby/rooms';
import { showBanner } from './banner';
import { confirm } from './confirm';
import { byId } from './dom';
import { lobbyScreen } from './lobby-screen';
import { isPlaying, tableScreen } from './table-screen';

/** The table that the address of the page names, behind `#`; a friend to whom it is sent comes there. */
const address = (): string => location.hash.slice(1);

const BOT_FIRST: readonly Action<Drop>[] = [
  { type: 'add-bot', bot: botNumber(1) },
  { type: 'ready', ready: true },
];

export interface App {
  /** The page, as long as it is subscribed to. */
  readonly shown$: Observable<never>;
  /** Leaves the table. */
  readonly logOut: () => Promise<void>;
}

/** The page of a player who is logged in. */
export const createApp = (im: LobbyIm, self: string): App => {
  const main = byId('main');
  /** The table that is shown; none: the lobby. */
  const table$ = new BehaviorSubject(address());
  let seen: TableView<ConnectFour> | undefined;
  let matching = Subscription.EMPTY;
  let notice = '';
  let first: readonly Action<Drop>[] = [];

  const goTo = (id: string): void => {
    seen = undefined;
    table$.next(id);
    location.hash = id;
  };
  const fail = (reason: unknown): void => {
    notice = reason instanceof Error ? reason.message : String(reason);
    goTo('');
  };
  const leave = async (to = ''): Promise<void> => {
    const question = 'Leave the game? Whoever leaves loses it.';
    if (seen && isPlaying(seen) && !(await confirm(question, 'Leave'))) return;
    matching.unsubscribe();
    goTo(to);
  };
  const leaveQuietly = (id: string): Promise<void> => leaveRoom(im, id, self).catch(() => undefined);

  const openTable = async (name: string, actions: readonly Action<Drop>[] = []): Promise<void> => {
    try {
      const id = await firstValueFrom(openRoom(im, { self, name, rules: connectFour }));
      first = actions;
      goTo(id);
    } catch (error) {
      fail(error);
    }
  };
  const match = (): void => {
    matching.unsubscribe();
    const parts = { im, self, rules: connectFour, name: `${self} looks for a match`, every: 1000 };
    matching = quickMatch(parts).subscribe({ next: goTo, error: (error: unknown) => fail(error) });
  };

  const lobby$ = defer(() => {
    const told = notice;
    notice = '';
    return lobbyScreen({
      im,
      self,
      main,
      notice: told,
      enter: goTo,
      quickMatch: match,
      playBot: () => void openTable(`${self} against a bot`, BOT_FIRST),
      open: () => void openTable(`Table of ${self}`),
    });
  });
  const tableAt = (id: string): Observable<never> =>
    defer(() => {
      const actions = first;
      first = [];
      // What cannot be left now is left in the lobby, some day.
      leaveOthers(im, { self, game: connectFour.name, id }).catch(() => undefined);
      const screen$ = tableScreen({ im, self, id, main, first: actions, leave: () => void leave() });
      return concat(
        screen$.pipe(tap((view) => (seen = view))),
        // A quick match that goes over to another table ends this one.
        defer(() => {
          if (matching.closed) fail('The table was closed.');
          return EMPTY;
        }),
      );
    }).pipe(
      ignoreElements(),
      catchError(() => {
        fail('This table is not there any more.');
        return EMPTY;
      }),
      finalize(() => void leaveQuietly(id)),
    );

  const address$ = fromEvent(window, 'hashchange').pipe(
    tap(() => {
      const to = address();
      if (to === table$.value) return;
      // Going back in the history leaves the table, too; it stays until that is confirmed.
      if (seen && isPlaying(seen)) location.hash = table$.value;
      void leave(to);
    }),
  );

  return {
    shown$: merge(
      table$.pipe(switchMap((id) => (id === '' ? lobby$ : tableAt(id)))),
      address$,
      showBanner(im, byId('banner')),
    ).pipe(ignoreElements()),
    logOut: async () => {
      matching.unsubscribe();
      const id = table$.value;
      if (id !== '') await leaveQuietly(id);
      await im.close();
    },
  };
};
