import type { Key, KeyLife, KeyringStore } from '../ports/keyring';
import type { Database } from './database';
import type { Connection } from './prepared';
import { changeSetting, randomText, setting } from './settings';

const settingOf = (name: string): string => `keys:${name}`;

const newKey = (now: number): Key => ({ id: randomText().slice(0, 8), secret: randomText(), since: now });

/** The first one is good for as long as it is the newest; each other until its successor has been there for long enough. */
const stillGood = (keys: readonly Key[], now: number, grace: number): readonly Key[] =>
  keys.filter((_, index) => index === 0 || (keys[index - 1]?.since ?? 0) + grace > now);

const read = async (tx: Connection, name: string): Promise<readonly Key[]> => {
  const row = await tx
    .selectFrom('setting')
    .where('name', '=', settingOf(name))
    .select('value')
    .executeTakeFirst();
  return row === undefined ? [] : (JSON.parse(row.value) as readonly Key[]);
};

export const createKeyring = (database: Database): KeyringStore => ({
  keys: async (name) => {
    const known = await database.once((db) => read(db, name));
    if (known.length > 0) return known;
    const made = await setting(database, settingOf(name), () => JSON.stringify([newKey(database.now())]));
    return JSON.parse(made) as readonly Key[];
  },

  rotate: (name, { life, grace }: KeyLife) =>
    database.write(async (tx) => {
      const now = database.now();
      const keys = await read(tx, name);
      const due = (keys[0]?.since ?? -Infinity) + life <= now;
      const next = stillGood(due ? [newKey(now), ...keys] : keys, now, grace);
      if (next.length !== keys.length || due) await changeSetting(tx, settingOf(name), JSON.stringify(next));
    }),

  renew: (name) =>
    database.write((tx) => changeSetting(tx, settingOf(name), JSON.stringify([newKey(database.now())]))),
});
