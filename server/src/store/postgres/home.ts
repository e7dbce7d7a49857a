import { sql } from 'kysely';
import { renewEpoch, type RestorationWatch } from '../epoch';
import { setting } from '../settings';

const NAME = 'home';

/**
 * Remembers in which cluster and database the data lives. Data that finds itself elsewhere was loaded from a dump, and may lack
 * what came after it. A standby that takes over is the same cluster.
 */
export const home: RestorationWatch = async (database) => {
  const here = await database.once(async (db) => {
    const { rows } = await sql<{ here: string }>`
      select system_identifier || '/' || (select oid from pg_database where datname = current_database()) as here
      from pg_control_system()`.execute(db);
    return rows[0]?.here ?? '';
  });
  await setting(database, NAME, () => here);
  // Of several servers that start on it one finds it moved; the others wait, and then find it at home.
  await database.write(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('setting')
      .set({ value: here })
      .where('name', '=', NAME)
      .where('value', '!=', here)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await renewEpoch(tx);
  });
  return () => Promise.resolve();
};
