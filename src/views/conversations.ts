import { catchError, EMPTY, filter, map, merge, type Observable, scan, switchMap } from 'rxjs';
import type { ImError } from '../errors';
import type { Told } from '../messaging';
import type { ChatRecord, ConversationInfo, ConversationKey, Identity, Peer, Read } from '../protocol';
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

type Rows = ReadonlyMap<ConversationKey, ConversationInfo>;
type Step = (rows: Rows) => Rows;

/**
 * All conversations, those with the newest message first: loaded at each login, and kept up to date between them.
 * `read$` is what this device itself has read.
 */
export const createConversations = (
  { told$, events, session$, conversations, report, grace }: ViewParts,
  read$: Observable<Read>,
): Observable<readonly ConversationSummary[]> => {
  const load = (self: Identity): Observable<Step> =>
    conversations(self).pipe(
      map(
        (list): Step =>
          (rows) =>
            new Map(list.map((info) => [info.conv, later(info, rows.get(info.conv))])),
      ),
      catchError((error: unknown) => {
        report(error as ImError);
        return EMPTY;
      }),
    );
  const removed$ = events.change$.pipe(filter(({ kind, op }) => kind === 'group' && op === 'removed'));

  return session$.pipe(
    switchMap(({ self }) =>
      merge(
        told$.pipe(
          map(
            (told): Step =>
              (rows) =>
                said(rows, told, self.id),
          ),
        ),
        merge(read$, events.read$).pipe(
          map(
            (read): Step =>
              (rows) =>
                seen(rows, read),
          ),
        ),
        load(self),
        removed$.pipe(switchMap(() => load(self))),
      ),
    ),
    scan((rows: Rows, step) => step(rows), new Map() as Rows),
    map(summaries),
    live(grace),
  );
};

/** What came live while the list was on its way is newer than the list. */
const later = (info: ConversationInfo, known: ConversationInfo | undefined): ConversationInfo =>
  known && known.seq > info.seq ? { ...known, read: Math.max(known.read, info.read) } : info;

const said = (rows: Rows, { conv, peer, record }: Told, self: string): Rows => {
  const { seq } = record;
  const known = rows.get(conv);
  if (seq === undefined || (known && known.seq >= seq)) return rows;
  // What this user writes counts as read.
  const read = record.speaker === self ? seq : (known?.read ?? 0);
  return new Map(rows).set(conv, { ...known, conv, ...(peer && { peer }), last: record, seq, read });
};

const seen = (rows: Rows, { conv, seq }: Read): Rows => {
  const known = rows.get(conv);
  return known && known.read < seq ? new Map(rows).set(conv, { ...known, read: seq }) : rows;
};

const summaries = (rows: Rows): readonly ConversationSummary[] =>
  [...rows.values()]
    .sort((a, b) => (b.last?.ts ?? 0) - (a.last?.ts ?? 0))
    .map(({ conv, peer, last, seq, read }) => ({
      conv,
      ...(peer && { peer }),
      ...(last && { last }),
      unread: Math.max(0, seq - read),
    }));
