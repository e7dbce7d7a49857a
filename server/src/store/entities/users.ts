import type { User, UserStore } from '../../ports/store';
import type { Database } from '../database';
import { attributeStore, createEntity, getEntity, toUser } from './entities';
import { search } from './search';

export const createUserStore = (database: Database): UserStore => {
  const get = async (app: string, id: string): Promise<User | undefined> => {
    const row = await database.once((db) => getEntity(db, { app, kind: 'user', id }));
    return row && toUser(row);
  };
  return {
    ...attributeStore(database, 'user', (tx, app, id) =>
      createEntity(tx, { app, kind: 'user', id }, {}, database.now()),
    ),
    get,
    touch: async (app, id) => {
      const known = await get(app, id);
      if (known !== undefined) return known;
      return database.write(async (tx) => {
        const ts = database.now();
        await createEntity(tx, { app, kind: 'user', id }, {}, ts);
        const row = await getEntity(tx, { app, kind: 'user', id });
        return row === undefined ? { id, attributes: {}, ts } : toUser(row);
      });
    },
    search: (app, query) =>
      database.read(async (tx) => {
        const ids = await search(tx, app, 'user', query);
        if (ids.length === 0) return [];
        const rows = await tx
          .selectFrom('entity')
          .where('app', '=', app)
          .where('kind', '=', 'user')
          .where('id', 'in', ids)
          .select(['id', 'attributes', 'ts'])
          .execute();
        const users = new Map(rows.map((row) => [row.id, toUser(row)]));
        return ids.flatMap((id) => users.get(id) ?? []);
      }),
    addInstall: async (app, id, install) => {
      await database.once((db) =>
        db
          .insertInto('install')
          .values({ app, install, user_id: id })
          .onConflict((conflict) => conflict.columns(['app', 'install']).doUpdateSet({ user_id: id }))
          .execute(),
      );
    },
    installs: async (app, id) => {
      const rows = await database.once((db) =>
        db
          .selectFrom('install')
          .where('app', '=', app)
          .where('user_id', '=', id)
          .select('install')
          .orderBy('install')
          .execute(),
      );
      return rows.map(({ install }) => install);
    },
  };
};
