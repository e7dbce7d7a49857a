import { sql, type Kysely, type Migration } from 'kysely';
import type { Dialect } from '../dialect';
import { State } from '../push/tables';

/** Where notifications go, and those that wait. */
export const push = ({ types: { id, text } }: Dialect): Migration => ({
  up: async (db: Kysely<unknown>) => {
    for (const column of ['platform', 'address', 'address_hash', 'language'])
      await db.schema.alterTable('install').addColumn(column, text).execute();
    for (const column of ['expires', 'ts'])
      await db.schema.alterTable('install').addColumn(column, 'bigint').execute();
    // Only those that something can be sent to: most messages look here, and find the index empty or nearly so.
    await db.schema
      .createIndex('install_reachable')
      .on('install')
      .columns(['app', 'user_id'])
      .where(sql.ref('platform'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('install_address')
      .unique()
      .on('install')
      .columns(['app', 'address_hash'])
      .where('address_hash', 'is not', null)
      .execute();

    await db.schema
      .createTable('push')
      .addColumn('id', id as typeof text)
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('install', text, (c) => c.notNull())
      .addColumn('user_id', text, (c) => c.notNull())
      .addColumn('platform', text, (c) => c.notNull())
      .addColumn('conv', 'bigint', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('count', 'integer', (c) => c.notNull())
      .addColumn('shape', 'text')
      .addColumn('state', 'integer', (c) => c.notNull())
      .addColumn('due', 'bigint', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('error', 'text')
      .execute();
    await db.schema
      .createIndex('push_waiting')
      .unique()
      .on('push')
      .columns(['app', 'install', 'conv'])
      .where(sql.ref('state'), '=', State.Waiting)
      .execute();
    await db.schema
      .createIndex('push_due')
      .on('push')
      .columns(['platform', 'due'])
      .where(sql.ref('state'), '<', State.Dead)
      .execute();
    await db.schema
      .createIndex('push_dead')
      .on('push')
      .columns(['app', 'due'])
      .where(sql.ref('state'), '=', State.Dead)
      .execute();
  },
});
