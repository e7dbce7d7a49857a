import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../dialect';

/** The schema that `schema.ts` describes. */
export const initial = ({ types: { id, text, double }, clustered }: Dialect): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('conversation')
      .addColumn('id', id as typeof text)
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('key', text, (c) => c.notNull())
      .addColumn('last_seq', 'bigint', (c) => c.notNull())
      .addColumn('last_ts', 'bigint', (c) => c.notNull())
      .addColumn('floor', 'bigint', (c) => c.notNull())
      .addColumn('oldest_ts', 'bigint')
      .addColumn('oldest_keep', 'integer')
      .addColumn('strangers', 'integer', (c) => c.notNull())
      .addUniqueConstraint('conversation_key', ['app', 'key'])
      .execute();
    await db.schema
      .createIndex('conversation_oldest')
      .on('conversation')
      .columns(['oldest_keep', 'oldest_ts'])
      .execute();

    await db.schema
      .createTable('message')
      .addColumn('conv', 'bigint', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('ts', 'bigint', (c) => c.notNull())
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('speaker', text)
      .addColumn('to_id', text, (c) => c.notNull())
      .addColumn('to_type', 'integer', (c) => c.notNull())
      .addColumn('payload', 'text')
      .addColumn('cid', text)
      .addColumn('digest', 'text')
      .addColumn('keep', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('message_pk', ['conv', 'seq'])
      .modifyEnd(clustered)
      .execute();
    await db.schema
      .createIndex('message_cid')
      .unique()
      .on('message')
      .columns(['app', 'speaker', 'cid'])
      .where('cid', 'is not', null)
      .execute();

    await db.schema
      .createTable('participant')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('member', text, (c) => c.notNull())
      .addColumn('key', text, (c) => c.notNull())
      .addColumn('conv', 'bigint', (c) => c.notNull())
      .addColumn('joined_seq', 'bigint', (c) => c.notNull())
      .addColumn('joined_ts', 'bigint', (c) => c.notNull())
      .addColumn('left_seq', 'bigint')
      .addColumn('left_ts', 'bigint')
      .addPrimaryKeyConstraint('participant_pk', ['app', 'member', 'key', 'joined_seq'])
      .modifyEnd(clustered)
      .execute();
    await db.schema
      .createIndex('participant_conv')
      .on('participant')
      .columns(['conv', 'member', 'joined_seq'])
      .execute();

    await db.schema
      .createTable('entity')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('id', text, (c) => c.notNull())
      .addColumn('attributes', 'text', (c) => c.notNull())
      .addColumn('ts', 'bigint', (c) => c.notNull())
      .addColumn('owner', text)
      .addColumn('secret_hash', 'text')
      .addColumn('conv', 'bigint')
      .addPrimaryKeyConstraint('entity_pk', ['app', 'kind', 'id'])
      .modifyEnd(clustered)
      .execute();

    await db.schema
      .createTable('attribute')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('id', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('value', text, (c) => c.notNull())
      .addColumn('number', double, (c) => c.notNull())
      .addPrimaryKeyConstraint('attribute_pk', ['app', 'kind', 'id', 'name'])
      .modifyEnd(clustered)
      .execute();
    await db.schema
      .createIndex('attribute_value')
      .on('attribute')
      .columns(['app', 'kind', 'name', 'value', 'id'])
      .execute();
    await db.schema
      .createIndex('attribute_order')
      .on('attribute')
      .columns(['app', 'kind', 'name', 'number', 'value', 'id'])
      .execute();

    await db.schema
      .createTable('friend')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('self', text, (c) => c.notNull())
      .addColumn('other', text, (c) => c.notNull())
      .addColumn('id', text, (c) => c.notNull())
      .addColumn('initiator', text, (c) => c.notNull())
      .addColumn('ts', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('friend_pk', ['app', 'self', 'other'])
      .modifyEnd(clustered)
      .execute();

    await db.schema
      .createTable('install')
      .addColumn('app', text, (c) => c.notNull())
      .addColumn('install', text, (c) => c.notNull())
      .addColumn('user_id', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('install_pk', ['app', 'install'])
      .modifyEnd(clustered)
      .execute();
    await db.schema.createIndex('install_user').on('install').columns(['app', 'user_id']).execute();

    await db.schema
      .createTable('setting')
      .addColumn('name', text, (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
  },
});
