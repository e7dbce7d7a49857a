import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../dialect';

/** Accounts of this server, codes sent to phones, and which sessions have been ended. */
export const accounts = ({ types: { text }, clustered }: Dialect): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('account')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('id', text, (c) => c.notNull())
      .addColumn('password_hash', 'text')
      .addPrimaryKeyConstraint('account_pk', ['app', 'id'])
      .modifyEnd(clustered)
      .execute();

    await db.schema
      .createTable('account_key')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('value', text, (c) => c.notNull())
      .addColumn('account', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('account_key_pk', ['app', 'kind', 'value'])
      .modifyEnd(clustered)
      .execute();

    await db.schema
      .createTable('phone_code')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('phone', text, (c) => c.notNull())
      .addColumn('hash', 'text')
      .addColumn('expires', 'bigint', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addColumn('day_ends', 'bigint', (c) => c.notNull())
      .addColumn('sent', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('phone_code_pk', ['app', 'phone'])
      .modifyEnd(clustered)
      .execute();
    await db.schema.createIndex('phone_code_day').on('phone_code').column('day_ends').execute();

    await db.schema
      .createTable('generation')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('member', text, (c) => c.notNull())
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('kept', 'text')
      .addPrimaryKeyConstraint('generation_pk', ['app', 'member'])
      .modifyEnd(clustered)
      .execute();
  },
});
