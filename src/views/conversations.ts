import {
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  merge,
  type Observable,
  scan,
  switchMap,
  tap,
} from 'rxjs';
import type { ImError } from '../errors';
import type { Told } from './told';
import {
  groupKey,
  type ChatRecord,
  type ConversationInfo,
  type ConversationKey,
  type Identity,
  type Peer,
  type Read,
} from '../protocol';
import { byUser } from './by-user';
import { live } from './live';
import type { ViewParts } from './parts';

/** One row in the list of conversations. */
export interface ConversationSummary {
  readonly conv: ConversationKey;
  /** Whom a message goes to; absent for the system's messages, which nobody answers. */
  readonly peer?: Peer;
  /** The last message, if it is still stored. */
  readonly last?: ChatRecord;
  /** Messages that this user has read on no device. */
  readonly unread: number;
}

/** `at`: when something was said in it last; 0 if that is as the list told. */
type Row = ConversationInfo & { readonly at: number };

interface State {
  readonly rows: ReadonlyMap<ConversationKey, Row>;
  /** How far this user has read, as told live: a list that was on its way meanwhile knows nothing of it. */
  readonly read: ReadonlyMap<ConversationKey, number>;
  readonly progress: 'loading' | 'loaded';
}
type Step = (state: State) => State;

const NOTHING: State = { rows: new Map(), read: new Map(), progress: 'loading' };

/**
 * All conversations, those with the newest message first: loaded at each login, and kept up to date between them.
 * `read$` is what this device itself has read.
 */
export const createConversations = (
  { told$, events, session$, conversations, report, grace }: ViewParts,
  read$: Observable<Read>,
): Observable<readonly ConversationSummary[]> =>
  byUser(session$, (self) => {
    let clock = 0;
    let state = NOTHING;

    const load$ = defer(() => {
      const asked = clock;
      return conversations(self).pipe(
        map((list) => listed(list, asked)),
        catchError((error: unknown) => {
          report(error as ImError);
          return EMPTY;
        }),
      );
    });
    const left$ = events.change$.pipe(filter(({ kind, op }) => kind === 'group' && op === 'removed'));
    const reset$ = events.gaps$.pipe(filter(({ reset }) => reset === true));
    /** A conversation that the list did not name, and that does not begin with this: how far it is read must be asked for. */
    const unknown$ = told$.pipe(
      filter(
        ({ conv, record: { seq = 0 } }) => state.progress === 'loaded' && seq > 1 && !state.rows.has(conv),
      ),
    );

    return merge(
      merge(session$, left$, reset$, unknown$).pipe(switchMap(() => load$)),
      told$.pipe(map((told) => said(told, self, ++clock))),
      merge(read$, events.read$).pipe(
        map(
          ({ conv, seq }): Step =>
            (now) =>
              seen(now, conv, seq),
        ),
      ),
      merge(left$.pipe(map(({ id }) => groupKey(id))), reset$.pipe(map(({ conv }) => conv))).pipe(
        map(dropped),
      ),
    ).pipe(
      scan((now: State, step) => step(now), NOTHING),
      tap((now) => (state = now)),
    );
  }).pipe(
    filter(({ progress }) => progress === 'loaded'),
    distinctUntilChanged(),
    map(summaries),
    live(grace),
  );

/** The list holds, but for what was said while it was on its way. */
const listed =
  (list: readonly ConversationInfo[], asked: number): Step =>
  ({ rows, read }) => {
    const fresh = new Map([...rows].filter(([, { at }]) => at > asked));
    const merged = new Map<ConversationKey, Row>(
      list.map((info) => {
        const since = fresh.get(info.conv);
        return [
          info.conv,
          since && since.seq > info.seq ? { ...info, ...since, read: info.read } : { ...info, at: 0 },
        ];
      }),
    );
    for (const [conv, row] of fresh) if (!merged.has(conv)) merged.set(conv, row);
    return { rows: merged, read, progress: 'loaded' };
  };

const said =
  ({ conv, peer, record }: Told, self: Identity, at: number): Step =>
  (state) => {
    const { seq } = record;
    const known = state.rows.get(conv);
    if (seq === undefined || (known && known.seq >= seq)) return state;
    // Nothing is known of what came before in a conversation that is new here.
    const row: Row = { read: seq - 1, ...known, conv, ...(peer && { peer }), last: record, seq, at };
    const now = { ...state, rows: new Map(state.rows).set(conv, row) };
    // What this user writes counts as read.
    return record.speaker === self.id ? seen(now, conv, seq) : now;
  };

const seen = (state: State, conv: ConversationKey, seq: number): State =>
  (state.read.get(conv) ?? 0) >= seq ? state : { ...state, read: new Map(state.read).set(conv, seq) };

const dropped =
  (conv: ConversationKey): Step =>
  (state) => {
    const [rows, read] = [new Map(state.rows), new Map(state.read)];
    rows.delete(conv);
    read.delete(conv);
    return { ...state, rows, read };
  };

const summaries = ({ rows, read: told }: State): readonly ConversationSummary[] =>
  [...rows.values()]
    .sort((a, b) => (b.last?.ts ?? 0) - (a.last?.ts ?? 0))
    .map(({ conv, peer, last, seq, read }) => ({
      conv,
      ...(peer && { peer }),
      ...(last && { last }),
      unread: Math.max(0, seq - Math.max(read, told.get(conv) ?? 0)),
    }));
