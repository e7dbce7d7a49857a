import { randomBytes } from 'node:crypto';
import type { Database } from './database';
import type { Connection } from './prepared';

/** The value under a name, made and kept at the first call; of several servers that make it at once, one does. */
export const setting = async (database: Database, name: string, make: () => string): Promise<string> =>
  database.write(async (tx) => {
    const find = async () =>
      tx.selectFrom('setting').where('name', '=', name).select('value').executeTakeFirst();
    const known = await find();
    if (known !== undefined) return known.value;
    const value = make();
    await tx
      .insertInto('setting')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    return (await find())?.value ?? value;
  });

export const changeSetting = async (db: Connection, name: string, value: string): Promise<void> => {
  await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
};

export const randomText = (): string => randomBytes(32).toString('base64url');
