import {
  catchError,
  defer,
  EMPTY,
  filter,
  map,
  merge,
  type Observable,
  of,
  scan,
  startWith,
  switchMap,
} from 'rxjs';
import type { ConnectionState } from '../connection';
import type { ImError } from '../errors';
import { ErrorCode, type Attributes, type Change, type RoomInfo } from '../protocol';
import { byUser } from './by-user';
import { GRACE, live } from './live';

/** A room as it is now. */
export interface LiveRoom<A = Attributes> {
  readonly id: string;
  readonly members: readonly string[];
  /** Members who are there; absent unless the room's attribute `presence` is `members`. */
  readonly online?: readonly string[];
  readonly attributes: A;
}

/** `undefined`: it is not known yet. `out`: this user is not in it, or there is no such room. */
interface View<A> {
  readonly room: LiveRoom<A> | 'out' | undefined;
  /** What was told since the loading began; it is newer than what will be loaded, or will be told anew. */
  readonly told: NonNullable<Change['value']>;
}
type Step<A> = (view: View<A>) => View<A>;

const left = <A>(): View<A> => ({ room: 'out', told: {} });

const seen = <A>({ room, told }: View<A>): View<A>['room'] =>
  typeof room === 'object' ? { ...room, ...partsOf<A>(told) } : room;

const partsOf = <A>({ members, online, attributes }: View<A>['told']) => ({
  ...(members && { members }),
  ...(online && { online }),
  ...(attributes && { attributes: attributes as A }),
});

/** What of a client it takes to look at a room. */
export interface RoomSource<A> {
  readonly state$: Observable<ConnectionState>;
  readonly change$: Observable<Change>;
  readonly rooms: { get(id: string): Observable<RoomInfo<A>> };
}

/**
 * A room that this user is in, kept up to date: its members, its attributes and, if its attribute `presence` is `members`,
 * who of them is there. `undefined` while this user is not in it. Replayed, one computation for all subscribers of what one
 * call returns; loaded anew at each login.
 */
export const liveRoom = <A extends object = Attributes>(
  { state$, change$: changes$, rooms }: RoomSource<A>,
  id: string,
): Observable<LiveRoom<A> | undefined> => {
  const session$ = state$.pipe(
    filter((state) => state.name === 'online'),
    map(({ session }) => session),
  );
  const load = (): Observable<Step<A>> =>
    defer(() => rooms.get(id)).pipe(
      map(({ members, online, attributes }: RoomInfo<A>): LiveRoom<A> => ({
        id,
        members,
        ...(online && { online }),
        attributes,
      })),
      catchError((error: unknown) => {
        const { code } = error as ImError;
        if (code === ErrorCode.NotPermitted || code === ErrorCode.NotFound) return of('out' as const);
        // What could not be loaded is loaded at the next login.
        return EMPTY;
      }),
      map((loaded): Step<A> => ({ told }) => ({ room: loaded, told })),
      // What was told before is in what is loaded.
      startWith((view: View<A>): View<A> => ({ room: seen(view), told: {} })),
    );

  const change$ = changes$.pipe(filter((change) => change.kind === 'room' && change.id === id));
  const step$: Observable<Step<A>> = merge(
    // Whoever is put out while the room is being loaded is out.
    merge(session$, change$.pipe(filter(({ op }) => op !== 'updated'))).pipe(
      switchMap((cause) => ('op' in cause && cause.op === 'removed' ? of<Step<A>>(left) : load())),
    ),
    change$.pipe(
      filter(({ op }) => op === 'updated'),
      map(({ value }): Step<A> => ({ room, told }) => ({ room, told: { ...told, ...value } })),
    ),
  );

  return byUser(session$, () =>
    step$.pipe(scan((view: View<A>, step) => step(view), { room: undefined, told: {} })),
  ).pipe(
    map(seen),
    filter((room) => room !== undefined),
    map((room) => (room === 'out' ? undefined : room)),
    live(GRACE),
  );
};
