import { defer, map, of, type Observable } from 'rxjs';
import { answerTo, senderOf, type InboxItem } from 'rxim';
import { parseDuration } from './command';
import type { Memory } from './memory';
import { describePoll, parsePoll, vote } from './polls';

/** A command that was given: its words, the message that gave it, and what the bot remembers. */
export interface Request {
  readonly words: string;
  readonly item: InboxItem;
  readonly memory: Memory;
}

/**
 * A command is a stream of answers, each of which is sent when it comes. It may be asked the same once more, after a crash
 * between its answer and the note that it was given: so what it changes must be the same if it is changed twice.
 */
export type CommandStream = (request: Request) => Observable<string>;

/** Where something was said, as a key of what is remembered of it. */
const placeOf = ({ message }: InboxItem): string => {
  const { id, type } = senderOf(message);
  return `${type ?? 0}/${id}`;
};

const remind: CommandStream = ({ words, item, memory }) => {
  const [duration = '', ...rest] = words.split(/\s+/);
  const wait = parseDuration(duration);
  if (wait === undefined || rest.length === 0) return of('Like this: /remind 10m the tea is ready');
  const { to, cid: id } = answerTo(item.message, 'reminder');
  // Counted from when it was said: a bot that was down is not late for it.
  const reminder = { id, to, text: `Reminder: ${rest.join(' ')}`, due: item.message.ts + wait };
  return defer(() => memory.remind(reminder)).pipe(map(() => `I will remind you in ${duration}.`));
};

const keepPoll = ({ item, memory }: Request, poll: NonNullable<ReturnType<typeof parsePoll>>) =>
  defer(() => memory.change((now) => ({ ...now, polls: { ...now.polls, [placeOf(item)]: poll } }))).pipe(
    map(() => describePoll(poll)),
  );

const poll: CommandStream = (request) => {
  const { words, item, memory } = request;
  if (words === '') {
    const running = memory.now.polls[placeOf(item)];
    return of(running ? describePoll(running) : 'There is no poll here.');
  }
  const parsed = parsePoll(words);
  return parsed ? keepPoll(request, parsed) : of('Like this: /poll Lunch? | pizza | soup');
};

const castVote: CommandStream = (request) => {
  const { words, item, memory } = request;
  const running = memory.now.polls[placeOf(item)];
  if (!running) return of('There is no poll here.');
  const voted = vote(running, item.message.from.id, words);
  return voted ? keepPoll(request, voted) : of(`There are ${running.choices.length} choices.`);
};

const help: CommandStream = () =>
  of(
    Object.entries(COMMANDS)
      .map(([name, { usage }]) => `/${name}${usage}`)
      .join('\n'),
  );

export const COMMANDS: Readonly<Record<string, { readonly usage: string; readonly run: CommandStream }>> = {
  help: { usage: '  what I can do', run: help },
  echo: { usage: ' <words>  say it again', run: ({ words }) => of(words === '' ? '…' : words) },
  remind: { usage: ' 10m <words>  remind you', run: remind },
  poll: { usage: ' <question> | <choice> | <choice>  ask everybody here', run: poll },
  vote: { usage: ' 1  vote in the poll', run: castVote },
};
