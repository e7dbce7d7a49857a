import { sql, type Driver, type Kysely } from 'kysely';
import type { MessageStore, Store } from '../ports/store';
import { createAccountStore } from './accounts/accounts';
import { createCodeStore } from './accounts/codes';
import { createSessionStore } from './accounts/sessions';
import { createAppend } from './append/append';
import { createGroupStore } from './channels/groups';
import { createRoomStore } from './channels/rooms';
import { createConversationList } from './conversations';
import { Database } from './database';
import type { Dialect } from './dialect';
import { readEpoch, renewEpoch, type RestorationWatch } from './epoch';
import { createGuestStore } from './entities/guests';
import { createUserStore } from './entities/users';
import { createFriendStore } from './friends';
import { createExpiry } from './messages/expiry';
import { createKeyring } from './keyring';
import { createHistory } from './messages/history';
import { migrate } from './migrations';
import { createReadPositions } from './read-positions';
import { createInstallationStore } from './push/installations';
import { createPushQueue, releaseLeases } from './push/queue';
import type { Schema } from './schema';
import { changeSetting, randomText, setting } from './settings';
import { createSync } from './sync/sync';

/** What an adapter brings along. */
export interface Adapter {
  readonly db: Kysely<Schema>;
  /** The one under `db`. */
  readonly driver: Driver;
  readonly dialect: Dialect;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** Of a database that no other process writes to: counts what may have changed an answer that `append` remembers. */
  readonly changes?: (() => number) | undefined;
  readonly watch: RestorationWatch;
  /** Called after the last connection was closed. */
  readonly released?: () => void;
}

const secretName = (name: string): string => `secret:${name}`;

/** The store over any database: migrates it, then answers by the same queries everywhere. */
export const createStore = async ({
  db,
  driver,
  dialect,
  now,
  changes,
  watch,
  released,
}: Adapter): Promise<Store> => {
  await migrate(db, dialect);
  const database = new Database(db, driver, dialect, now, changes);
  const unwatch = await watch(database);
  let epoch = await readEpoch(database);
  // Without row locks this process is the only one.
  if (!dialect.rowLocks) await releaseLeases(database);
  return {
    get epoch() {
      return epoch;
    },
    renewEpoch: async () => {
      epoch = await database.write(renewEpoch);
    },
    messages: createMessageStore(database),
    conversations: {
      list: createConversationList(database),
      markRead: createReadPositions(database),
    },
    users: createUserStore(database),
    guests: createGuestStore(database),
    friends: createFriendStore(database),
    groups: createGroupStore(database),
    rooms: createRoomStore(database),
    accounts: createAccountStore(database),
    codes: createCodeStore(database),
    sessions: createSessionStore(database),
    installations: createInstallationStore(database),
    pushes: createPushQueue(database),
    keyring: createKeyring(database),
    secret: (name) => setting(database, secretName(name), randomText),
    renewSecret: (name) => database.write((tx) => changeSetting(tx, secretName(name), randomText())),
    ping: async () => {
      await database.once((on) => sql`select 1`.execute(on));
    },
    close: async () => {
      await unwatch();
      await db.destroy();
      released?.();
    },
  };
};

const createMessageStore = (database: Database): MessageStore => ({
  append: createAppend(database),
  history: createHistory(database),
  sync: createSync(database),
  ...createExpiry(database),
});
