import type { Guest, GuestStore } from '../../ports/store';
import type { Database } from '../database';
import type { Connection } from '../prepared';
import { changeAttributes, createEntity, getEntity, notFound, toUser } from './entities';

const read = async (db: Connection, app: string, id: string): Promise<Guest | undefined> => {
  const row = await getEntity(db, { app, kind: 'guest', id });
  return row && { ...toUser(row), secretHash: row.secret_hash ?? undefined };
};

export const createGuestStore = (database: Database): GuestStore => ({
  get: (app, id) => database.once((db) => read(db, app, id)),
  save: (app, id, attributes, secretHash) =>
    database.write(async (tx) => {
      const ref = { app, kind: 'guest', id } as const;
      const extra = { secret_hash: secretHash ?? null };
      const created = await createEntity(tx, ref, attributes, database.now(), extra);
      if (!created && Object.keys(attributes).length > 0) {
        await changeAttributes(tx, database, ref, (old) => ({ ...old, ...attributes }));
      }
      const guest = await read(tx, app, id);
      if (guest === undefined) throw notFound(ref);
      return guest;
    }),
});
