import { catchError, concatMap, EMPTY, ignoreElements, tap, type Observable } from 'rxjs';
import { answerTo, isImError, Media, text, type Im, type InboxItem } from 'rxim';
import { retryBackoff } from 'rxim/operators';
import { parseCommand } from './command';
import { COMMANDS } from './commands';
import type { Memory } from './memory';

export interface Bot {
  readonly im: Pick<Im, 'send'>;
  readonly memory: Memory;
  readonly log: (line: string) => void;
}

/** The same message may be accepted later. */
const mayPass = (error: unknown): boolean => isImError(error) && error.retry;

/** What there is to say to a message: nothing, unless it is a command. */
const answersTo = (item: InboxItem, memory: Memory): Observable<string> => {
  const { content } = item.message;
  const command = content.media === Media.Text ? parseCommand(content.body) : undefined;
  if (!command) return EMPTY;
  const known = Object.hasOwn(COMMANDS, command.name) ? COMMANDS[command.name] : COMMANDS['help'];
  return known?.run({ words: command.words, item, memory }) ?? EMPTY;
};

/**
 * Answers one message, and says that it is done with it when the answers are on the server's disk. After a crash anywhere
 * in between it answers again, under the same ids, and the server stores each answer once. Never errors.
 */
export const answer = (item: InboxItem, { im, memory, log }: Bot): Observable<never> =>
  answersTo(item, memory).pipe(
    concatMap((body, i) =>
      im
        .send({ ...answerTo(item.message, i === 0 ? '' : String(i)), content: text(body) })
        .pipe(retryBackoff({ shouldRetry: mayPass })),
    ),
    ignoreElements(),
    tap({ complete: item.done }),
    catchError((error: unknown) => {
      log(`no answer to ${item.message.from.id}: ${String(error)}`);
      // Refused for good is dealt with. Whatever else it is, the message comes again in the next process.
      if (isImError(error) && typeof error.code === 'number') item.done();
      return EMPTY;
    }),
  );
