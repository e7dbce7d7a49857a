import { defer, ReplaySubject, switchMap, type Observable } from 'rxjs';
import type { LiveParts } from './live-views';
import type { Views } from './views';

/** The live views, whose code is loaded when the first of them is used: most bots never do. */
export const lazyViews = (parts: LiveParts): Views => {
  let views: Views | undefined;
  // Asked for each time, since the platform keeps what it has loaded, and a load that failed is tried again.
  const load = (): Promise<Views> =>
    import('./live-views').then(({ createLiveViews }) => (views ??= createLiveViews(parts)));
  const view = <T>(pick: (views: Views) => Observable<T>): Observable<T> => defer(load).pipe(switchMap(pick));
  return {
    conversation: (peer) => ({
      peer,
      messages$: view((views) => views.conversation(peer).messages$),
      loadOlder: () => {
        const more$ = new ReplaySubject<boolean>(1);
        view((views) => views.conversation(peer).loadOlder()).subscribe(more$);
        return more$.asObservable();
      },
      markRead: () => void load().then((views) => views.conversation(peer).markRead()),
    }),
    conversations$: view((views) => views.conversations$),
    roster$: view((views) => views.roster$),
  };
};
