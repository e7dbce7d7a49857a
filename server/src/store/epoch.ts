import type { Database } from './database';
import type { Connection } from './prepared';
import { changeSetting, randomText, setting } from './settings';

/** The epoch changes when the database becomes an older one than clients have known. */
export const readEpoch = (database: Database): Promise<string> => setting(database, 'epoch', randomText);

export const renewEpoch = async (tx: Connection): Promise<string> => {
  const epoch = randomText();
  await changeSetting(tx, 'epoch', epoch);
  return epoch;
};

/**
 * Renews the epoch if the database proves to be an older one than servers have worked on before. Each adapter has its own way
 * to tell. Resolves with a function that ends the watch.
 */
export type RestorationWatch = (database: Database) => Promise<() => Promise<void>>;
