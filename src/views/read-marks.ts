import { filter, Subject, type Observable } from 'rxjs';
import type { Session } from '../connection';
import type { ConversationKey, Gap, Identity, Read } from '../protocol';

/** Marks that are repeated after a login at the most: a server takes only so many frames at once. */
const AGAIN = 30;

export interface ReadMarks {
  /** What this device has read. */
  readonly read$: Observable<Read>;
  readonly mark: (read: Read) => void;
}

/**
 * What this device has read. A mark is sent at once and, because nothing acknowledges it, once more after the next login: it
 * may have been made while there was no connection, or lost together with it.
 */
export const createReadMarks = (
  session$: Observable<Session>,
  gaps$: Observable<Gap>,
  send: (read: Read) => boolean,
): ReadMarks => {
  const read$ = new Subject<Read>();
  const marked = new Map<ConversationKey, number>();
  const unsure = new Set<ConversationKey>();
  let self: Identity | undefined;

  session$.subscribe((session) => {
    if (self && (self.kind !== session.self.kind || self.id !== session.self.id)) {
      marked.clear();
      unsure.clear();
    }
    self = session.self;
    const again = [...unsure].slice(-AGAIN);
    unsure.clear();
    for (const conv of again) if (!send({ conv, seq: marked.get(conv) ?? 0 })) unsure.add(conv);
  });
  // The server's database was restored: positions beyond its end mean nothing.
  gaps$.pipe(filter(({ reset }) => reset === true)).subscribe(({ conv }) => {
    marked.delete(conv);
    unsure.delete(conv);
  });

  return {
    read$,
    mark: (read) => {
      const { conv, seq } = read;
      if (seq <= (marked.get(conv) ?? 0)) return;
      marked.set(conv, seq);
      unsure.delete(conv);
      unsure.add(conv);
      read$.next(read);
      send(read);
    },
  };
};
