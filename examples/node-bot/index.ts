// A bot: commands in, answers out, each exactly once. README.md says how to run it.
import { lastValueFrom, Subject, takeUntil } from 'rxjs';
import { createIm } from 'rxim';
import { fileStorage } from 'rxim/node';
import { openMemory } from './memory';
import { remindAll } from './reminders';
import { answerAll, answerInTurn } from './run';

const {
  RXIM_SERVER = 'http://127.0.0.1:8787',
  BOT_ID = 'bot',
  BOT_DATA = 'bot-data',
  BOT_STYLE = 'streams',
} = process.env;
const log = (line: string): void => console.log(line);

const im = createIm({
  server: RXIM_SERVER,
  appId: 'demo',
  clientKey: process.env['RXIM_CLIENT_KEY'] ?? 'demo-client-key',
  credentials: { userId: BOT_ID },
  // The cursor and the outbox: what came in while the bot was down comes, and what it had not sent yet goes out.
  storage: fileStorage(BOT_DATA),
});
const bot = { im, log, memory: await openMemory(BOT_DATA) };
im.state$.subscribe(({ name }) => log(`${BOT_ID} is ${name}`));
im.errors$.subscribe((error) => log(error.message));

// Whoever answers must listen before anything comes.
const stop$ = new Subject<void>();
const inbox$ = im.inbox$.pipe(takeUntil(stop$));
const answered =
  BOT_STYLE === 'loop'
    ? answerInTurn(inbox$, bot)
    : lastValueFrom(answerAll(inbox$, bot), { defaultValue: undefined });
remindAll(bot).pipe(takeUntil(stop$)).subscribe();
im.connect();

/** Takes nothing new, ends what was begun, and leaves the rest for the next process: it was not said to be done. */
const end = async (): Promise<void> => {
  stop$.next();
  const patience = setTimeout(() => process.exit(1), 10_000);
  await answered;
  await im.close();
  clearTimeout(patience);
};
process.once('SIGINT', () => void end()).once('SIGTERM', () => void end());
