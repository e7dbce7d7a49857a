import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Subject, type Observable } from 'rxjs';
import type { Peer } from 'rxim';

export interface Reminder {
  /** Also the `cid` of the message, so that a reminder that is sent again after a crash is stored once. */
  readonly id: string;
  readonly to: Peer;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly due: number;
}

export interface Poll {
  readonly question: string;
  readonly choices: readonly string[];
  /** Who voted for which choice, counted from 0. */
  readonly votes: Readonly<Record<string, number>>;
}

/** What the bot has to remember: small enough to be written as a whole. */
export interface Remembered {
  readonly reminders: readonly Reminder[];
  /** By conversation. */
  readonly polls: Readonly<Record<string, Poll>>;
}

export interface Memory {
  readonly now: Remembered;
  /** Reminders that are set from now on: hot. */
  readonly reminder$: Observable<Reminder>;
  /** Sets a reminder; resolves when the disk has it. One with the same id takes its place. */
  remind(reminder: Reminder): Promise<void>;
  /** Changes it; resolves when the disk has it. */
  change(change: (remembered: Remembered) => Remembered): Promise<void>;
}

const readIfThere = async (path: string): Promise<Remembered> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Remembered;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { reminders: [], polls: {} };
    throw error;
  }
};

/** A file that is replaced at once: a crash leaves the old one or the new one. */
export const openMemory = async (folder: string): Promise<Memory> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'memory.json');
  let now = await readIfThere(path);
  let written = Promise.resolve();

  const write = async (): Promise<void> => {
    const file = await open(`${path}.next`, 'w');
    await file.writeFile(JSON.stringify(now));
    await file.datasync();
    await file.close();
    await rename(`${path}.next`, path);
  };
  const change: Memory['change'] = (step) => {
    now = step(now);
    // One after the other; a write that failed is no reason not to try the next one.
    const next = written.then(write);
    written = next.catch(() => undefined);
    return next;
  };
  const reminders = new Subject<Reminder>();
  return {
    get now() {
      return now;
    },
    change,
    reminder$: reminders.asObservable(),
    remind: async (reminder) => {
      await change((before) => ({
        ...before,
        reminders: [...before.reminders.filter(({ id }) => id !== reminder.id), reminder],
      }));
      reminders.next(reminder);
    },
  };
};
