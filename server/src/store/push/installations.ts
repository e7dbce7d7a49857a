import { hash } from 'node:crypto';
import type { Installation, PushAddress } from 'rxim/protocol';
import type { InstallationStore } from '../../ports/push';
import type { Database } from '../database';
import type { Connection } from '../prepared';

const NOWHERE = {
  platform: null,
  address: null,
  address_hash: null,
  language: null,
  expires: null,
  ts: null,
} as const;

/** What makes an address the same one: a browser may say other things of one subscription at another time. */
const identityOf = (address: PushAddress): string => {
  switch (address.platform) {
    case 'webpush':
      return address.subscription.endpoint;
    case 'webhook':
      return address.url;
    default:
      return address.token;
  }
};

const hashOf = (address: PushAddress): string =>
  hash('sha256', `${address.platform} ${identityOf(address)}`, 'base64url');

export const createInstallationStore = (database: Database): InstallationStore => {
  const forget = (on: Connection, app: string, user: string) =>
    on.deleteFrom('install').where('app', '=', app).where('user_id', '=', user);

  return {
    register: (app, user, { id, address, language, expires }) =>
      database.write(async (tx) => {
        const address_hash = hashOf(address);
        const ts = database.now();
        // An application that was installed anew has another id and the old address.
        await tx
          .deleteFrom('install')
          .where('app', '=', app)
          .where('address_hash', '=', address_hash)
          .where('install', '<>', id)
          .execute();
        const row = {
          user_id: user,
          platform: address.platform,
          address: JSON.stringify(address),
          address_hash,
          language: language ?? null,
          expires: expires ?? null,
          ts,
        };
        await tx
          .insertInto('install')
          .values({ app, install: id, ...row })
          .onConflict((conflict) => conflict.columns(['app', 'install']).doUpdateSet(row))
          .execute();
        return toInstallation({ install: id, ...row });
      }),

    list: async (app, user) => {
      const rows = await database.once((db) =>
        db
          .selectFrom('install')
          .where('app', '=', app)
          .where('user_id', '=', user)
          .select(['install', 'platform', 'language', 'expires', 'ts'])
          .orderBy('install')
          .execute(),
      );
      return rows.map(toInstallation);
    },

    remove: async (app, user, id) => {
      await database.once((db) => forget(db, app, user).where('install', '=', id).execute());
    },

    // No installation has an empty id.
    removeAll: async (app, user, kept = '') => {
      await database.once((db) => forget(db, app, user).where('install', '<>', kept).execute());
    },

    gone: async (app, id, address) => {
      await database.once((db) =>
        db
          .updateTable('install')
          .set(NOWHERE)
          .where('app', '=', app)
          .where('install', '=', id)
          .where('address_hash', '=', hashOf(address))
          .execute(),
      );
    },

    prune: async () => {
      const { numUpdatedRows } = await database.once((db) =>
        db
          .updateTable('install')
          .set(NOWHERE)
          .where('expires', '<=', database.now())
          .executeTakeFirstOrThrow(),
      );
      return Number(numUpdatedRows);
    },
  };
};

interface InstallationRow {
  readonly install: string;
  readonly platform: Installation['platform'] | null;
  readonly language: string | null;
  readonly expires: number | null;
  readonly ts: number | null;
}

const toInstallation = ({ install, platform, language, expires, ts }: InstallationRow): Installation => ({
  id: install,
  ...(platform !== null && platform !== undefined && { platform }),
  ...(language !== null && { language }),
  ...(expires !== null && { expires }),
  ...(ts !== null && { ts }),
});
