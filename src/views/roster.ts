import { catchError, defer, EMPTY, filter, map, merge, type Observable, of, scan, switchMap } from 'rxjs';
import type { ImError } from '../errors';
import type { Identity } from '../protocol';
import { byUser } from './by-user';
import { live } from './live';
import type { ViewParts } from './parts';

/** A friend and whether any of its sessions is there. */
export interface RosterEntry {
  readonly id: string;
  readonly online: boolean;
}

/** Whether somebody is there, and when that became known. */
interface Presence {
  readonly online: boolean;
  readonly at: number;
}

interface Roster {
  /** As the server listed them last; `undefined` until it did. */
  readonly friends?: ReadonlyMap<string, Presence>;
  /** Who came and went. Not only friends: a friendship may be told after it, or be over. */
  readonly heard: ReadonlyMap<string, Presence>;
}
type Step = (roster: Roster) => Roster;

const EMPTY_ROSTER: Roster = { heard: new Map() };

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
      map((id): Step => (roster) => ({
        ...roster,
        heard: new Map(roster.heard).set(id, { online, at: ++clock }),
      })),
    );

  const load = (self: Identity): Observable<Step> =>
    defer(() => {
      const at = clock;
      // Guests have no friends.
      return (self.kind === 'guest' ? of([]) : friends(self)).pipe(
        map((list): Step => ({ heard }) => ({
          heard,
          friends: new Map(list.map(({ id, online }) => [id, { online, at }])),
        })),
        catchError((error: unknown) => {
          report(error as ImError);
          return EMPTY;
        }),
      );
    });

  const changed$ = events.change$.pipe(filter(({ kind }) => kind === 'friend'));
  return byUser(session$, (self) =>
    merge(
      presence(events.online$, true),
      presence(events.offline$, false),
      merge(session$, changed$).pipe(switchMap(() => load(self))),
    ).pipe(scan((roster: Roster, step) => step(roster), EMPTY_ROSTER)),
  ).pipe(
    map(entries),
    filter((list) => list !== undefined),
    live(grace),
  );
};

/** Who came or went while the list was on its way is as told since. */
const entries = ({ friends, heard }: Roster): readonly RosterEntry[] | undefined =>
  friends &&
  [...friends]
    .map(([id, listed]): RosterEntry => {
      const told = heard.get(id);
      return { id, online: (told && told.at > listed.at ? told : listed).online };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
