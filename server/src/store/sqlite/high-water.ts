import { readFileSync, writeFileSync } from 'node:fs';
import { renewEpoch, type RestorationWatch } from '../epoch';
import { changeSetting, setting } from '../settings';

const NAME = 'high-water';
/** Milliseconds between marks. What a backup undoes of the time after the last one is not noticed here. */
const INTERVAL = 10_000;

/**
 * Counts in the database and, after that commit, in a file beside it. So the file is never ahead, unless the database was
 * replaced by a backup. What happened since the last mark is caught by the tags of positions instead, when a device syncs.
 */
export const highWater =
  (file: string): RestorationWatch =>
  async (database) => {
    const reached = Number(await setting(database, NAME, () => '0'));
    const marked = read(file);
    if (marked > reached) await database.write(renewEpoch);

    let mark = Math.max(reached, marked);
    let seen = 0;
    const advance = async (): Promise<void> => {
      if (database.writes === seen) return;
      seen = database.writes;
      mark += 1;
      await database.once((db) => changeSetting(db, NAME, String(mark)));
      writeFileSync(file, `${mark}\n`);
    };
    /** A disk that is full now may have room at the next time; meanwhile those who send are told. */
    const tryToAdvance = (): Promise<void> => advance().catch(() => undefined);

    await advance();
    const timer = setInterval(() => void tryToAdvance(), INTERVAL).unref();
    return async () => {
      clearInterval(timer);
      await tryToAdvance();
    };
  };

const read = (file: string): number => {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0;
  } catch {
    // A new directory.
    return 0;
  }
};
