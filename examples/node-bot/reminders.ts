import {
  catchError,
  concat,
  defer,
  distinct,
  EMPTY,
  from,
  ignoreElements,
  merge,
  mergeMap,
  of,
  switchMap,
  timer,
  type Observable,
} from 'rxjs';
import { text } from 'rxim';
import type { Bot } from './answer';
import type { Reminder } from './memory';

/** Node's timers know no more than 24 days. */
const LONGEST = 2 ** 31 - 1;

const until = (due: number): Observable<unknown> =>
  timer(Math.min(Math.max(due - Date.now(), 0), LONGEST)).pipe(
    switchMap(() => (due > Date.now() ? until(due) : of(due))),
  );

/** Sends what is due and forgets it when the server has it. What was due while the bot was down is sent at once. */
export const remindAll = ({ im, memory, log }: Bot): Observable<never> => {
  const send = ({ id, to, text: body, due }: Reminder): Observable<never> =>
    until(due).pipe(
      switchMap(() =>
        concat(
          im.send({ to, content: text(body), cid: id }).pipe(ignoreElements()),
          defer(() =>
            memory.change((now) => ({ ...now, reminders: now.reminders.filter((other) => other.id !== id) })),
          ).pipe(ignoreElements()),
        ),
      ),
      catchError((error: unknown) => {
        log(`no reminder for ${to.id}: ${String(error)}`);
        return EMPTY;
      }),
    );
  return merge(from(memory.now.reminders), memory.reminder$).pipe(
    distinct(({ id }) => id),
    mergeMap(send),
  );
};
