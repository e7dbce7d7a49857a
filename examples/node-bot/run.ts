import { concatMap, groupBy, mergeMap, type Observable } from 'rxjs';
import { iterate } from 'rxim/operators';
import { senderOf, type InboxItem } from 'rxim';
import { answer, type Bot } from './answer';
import { limitTo } from './limit';

/** Answers that are worked on at the same time, at the most; what else came waits its turn. */
const AT_ONCE = 16;

const placeOf = ({ message }: InboxItem): string => {
  const { id, type } = senderOf(message);
  return `${type ?? 0}/${id}`;
};

/**
 * Answers what comes: in each conversation one after the other, so that answers stand in the order of the questions, and in
 * several conversations at the same time, so that a slow answer holds up nobody else.
 */
export const answerAll = (inbox$: Observable<InboxItem>, bot: Bot): Observable<never> => {
  const limited = limitTo(AT_ONCE);
  return inbox$.pipe(
    groupBy(placeOf),
    mergeMap((conversation$) => conversation$.pipe(concatMap((item) => limited(answer(item, bot))))),
  );
};

/** The same as a loop, for whoever likes that better: one message after the other, of all conversations. */
export const answerInTurn = async (inbox$: Observable<InboxItem>, bot: Bot): Promise<void> => {
  for await (const item of iterate(inbox$)) {
    await new Promise<void>((resolve) => answer(item, bot).subscribe({ complete: resolve }));
  }
};
