import {
  catchError,
  defer,
  EMPTY,
  filter,
  map,
  merge,
  type Observable,
  scan,
  startWith,
  switchMap,
} from 'rxjs';
import type { ImError } from '../errors';
import { live } from './live';
import type { ViewParts } from './parts';

/** A friend and whether any of its sessions is there. */
export interface RosterEntry {
  readonly id: string;
  readonly online: boolean;
}

/** What is known of a friend, and when it became known. */
interface Presence {
  readonly online: boolean;
  readonly at: number;
}

type Roster = ReadonlyMap<string, Presence>;
type Step = (roster: Roster) => Roster;

/** The friends of this user with their presence, sorted by id: loaded at each login, and kept up to date between them. */
export const createRoster = ({
  events,
  session$,
  friends,
  report,
  grace,
}: ViewParts): Observable<readonly RosterEntry[]> => {
  let clock = 0;
  const presence = (id$: Observable<string>, online: boolean): Observable<Step> =>
    id$.pipe(
      map(
        (id): Step =>
          (roster) =>
            new Map(roster).set(id, { online, at: ++clock }),
      ),
    );
  const changed$ = events.change$.pipe(filter(({ kind }) => kind === 'friend'));

  return session$.pipe(
    switchMap(({ self }) => {
      const load$ = defer(() => {
        const asked = clock;
        return friends(self).pipe(
          map((list): Step => (roster) => {
            const known = list.map(({ id, online }): [string, Presence] => {
              const heard = roster.get(id);
              // Who came or went while the list was on its way is as told since.
              return [id, heard && heard.at > asked ? heard : { online, at: asked }];
            });
            return new Map(known);
          }),
          catchError((error: unknown) => {
            report(error as ImError);
            return EMPTY;
          }),
        );
      });
      return merge(
        presence(events.online$, true),
        presence(events.offline$, false),
        changed$.pipe(
          startWith(undefined),
          switchMap(() => load$),
        ),
      );
    }),
    scan((roster: Roster, step) => step(roster), new Map() as Roster),
    map((roster) =>
      [...roster].map(([id, { online }]) => ({ id, online })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    ),
    live(grace),
  );
};
