import { randomBytes } from 'node:crypto';
import { ErrorCode } from 'rxim/protocol';
import type { Account, AccountKey, AccountStore } from '../../ports/accounts';
import { StoreError } from '../../ports/store';
import type { Database } from '../database';
import { createEntity } from '../entities/entities';
import { memberName } from '../members';
import type { Connection } from '../prepared';
import { endSessions, generationOf } from './sessions';

const memberOfAccount = (id: string): string => memberName({ kind: 'user', id });

const idOf = async (
  on: Connection,
  app: string,
  { kind, value }: AccountKey,
): Promise<string | undefined> => {
  const row = await on
    .selectFrom('account_key')
    .where('app', '=', app)
    .where('kind', '=', kind)
    .where('value', '=', value)
    .select('account')
    .executeTakeFirst();
  return row?.account;
};

const accountOf = async (on: Connection, app: string, id: string): Promise<Account | undefined> => {
  // Before the hash: a change in between makes the session one of the past, never one that outlives it.
  const generation = await generationOf(on, app, memberOfAccount(id));
  const row = await on
    .selectFrom('account')
    .where('app', '=', app)
    .where('id', '=', id)
    .select('password_hash')
    .executeTakeFirst();
  return row && { id, passwordHash: row.password_hash ?? undefined, generation };
};

/** Two who want the same key at once collide in `account_key`, whose loser runs again and finds it taken. */
const make = async (
  tx: Connection,
  { now }: Database,
  { app, key, passwordHash }: { app: string; key: AccountKey; passwordHash: string | null },
): Promise<string> => {
  const id = randomBytes(16).toString('hex');
  await tx
    .insertInto('account_key')
    .values({ app, ...key, account: id })
    .execute();
  await tx.insertInto('account').values({ app, id, password_hash: passwordHash }).execute();
  await createEntity(tx, { app, kind: 'user', id }, {}, now());
  return id;
};

export const createAccountStore = (database: Database): AccountStore => ({
  create: (app, key, passwordHash) =>
    database.write(async (tx) => {
      if ((await idOf(tx, app, key)) !== undefined) {
        throw new StoreError(ErrorCode.Conflict, `this ${key.kind} is taken`);
      }
      return make(tx, database, { app, key, passwordHash });
    }),

  claim: async (app, key) => {
    const known = await database.once((db) => idOf(db, app, key));
    if (known !== undefined) return known;
    return database.write(
      async (tx) => (await idOf(tx, app, key)) ?? make(tx, database, { app, key, passwordHash: null }),
    );
  },

  find: (app, key) =>
    database.read(async (tx) => {
      const id = await idOf(tx, app, key);
      return id === undefined ? undefined : accountOf(tx, app, id);
    }),

  get: (app, id) => database.read((tx) => accountOf(tx, app, id)),

  changePassword: (app, id, { from, to, kept }) =>
    database.write(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('account')
        .set({ password_hash: to })
        .where('app', '=', app)
        .where('id', '=', id)
        .where('password_hash', '=', from)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return false;
      await endSessions(tx, app, memberOfAccount(id), kept);
      return true;
    }),
});
