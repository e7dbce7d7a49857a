import {
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
} from 'kysely';
import Libsql from 'libsql';
import { createStore } from '../../../src/store/create-store';
import { sqlite } from '../../../src/store/dialect';
import type { Schema } from '../../../src/store/schema';
import { SqliteDriver } from '../../../src/store/sqlite/driver';
import { user, World } from '../../support/stores';

/** A driver that tells which statements it was given, and fails to commit when it is told to. */
class WatchedDriver extends SqliteDriver {
  readonly statements: string[] = [];
  commitFails = false;

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => {
        this.statements.push(query.sql);
        return connection.executeQuery(query);
      },
      streamQuery: () => {
        throw new Error('the store does not stream');
      },
    };
  }

  override async commitTransaction(): Promise<void> {
    if (!this.commitFails) return super.commitTransaction();
    this.commitFails = false;
    throw new Error('the disk is gone');
  }
}

const openWorld = async () => {
  const driver = new WatchedDriver(new Libsql(':memory:'));
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (of) => new SqliteIntrospector(of),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const watch = () => Promise.resolve(() => Promise.resolve());
  const store = await createStore({ db, driver, dialect: sqlite, watch, changes: () => driver.changes });
  const world = new World(store);
  await world.friends('alice', 'bob');
  /** How the statements begin that this takes. */
  const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    driver.statements.length = 0;
    await work();
    return driver.statements.map((statement) => statement.split(' ', 1).join());
  };
  return { world, store, driver, statementsOf };
};

const ASKS = ['select', 'select', 'insert', 'update'];
const WRITES = ['insert', 'update'];

describe('A store that is alone with its database', () => {
  it('asks nothing about a message whose sender and receiver it just asked about', async () => {
    const { world, store, statementsOf } = await openWorld();
    await world.say('alice', 'bob', '1', { cid: '1' });
    const next = { cid: '2', after: '1' };
    expect(await statementsOf(() => world.say('alice', 'bob', '2', next))).toEqual(WRITES);
    const group = { kind: 'group', id: await world.group('alice', 'bob', 'carol') } as const;
    await world.say('alice', group, '1');
    const inGroup = await statementsOf(() => world.say('alice', group, '2'));
    expect(inGroup).toEqual([...WRITES, 'update']);
    await store.close();
  });

  it('asks again once anybody has changed something, but for read positions and notifications', async () => {
    const { world, store, statementsOf } = await openWorld();
    const { app } = world;
    const say = () => world.say('alice', 'bob', 'x');
    await say();
    await say();
    await store.conversations.markRead([{ app, self: user('bob'), conv: 'u:alice|u:bob', seq: 1 }]);
    await store.pushes.claim('webhook', 1, 1000);
    await store.secret('any');
    await store.messages.history(app, 'u:alice|u:bob', { limit: 1 });
    expect(await statementsOf(say)).toEqual(WRITES);
    await world.users('carol');
    expect(await statementsOf(say)).toEqual(ASKS);
    expect(await statementsOf(say)).toEqual(WRITES);
    await store.close();
  });

  it('asks about a message that is said again, before it writes any', async () => {
    const { world, store, statementsOf } = await openWorld();
    const say = () => world.say('alice', 'bob', '1', { cid: '1' });
    await say();
    expect(await statementsOf(say)).toEqual(['select']);
    expect(await say()).toMatchObject({ seq: 1, dup: true });
    await store.close();
  });

  it('remembers nothing of a transaction that failed', async () => {
    const { world, store, driver, statementsOf } = await openWorld();
    await world.say('alice', 'bob', '1', { cid: '1' });
    driver.commitFails = true;
    await expect(world.say('alice', 'bob', '2', { cid: '2' })).rejects.toThrow('the database failed');
    const next = () => world.say('alice', 'bob', '3', { cid: '3' });
    expect(await statementsOf(next)).toEqual(ASKS);
    expect(await world.bodies('u:alice|u:bob')).toEqual(['1', '3']);
    expect(await world.say('alice', 'bob', '2', { cid: '2' })).toMatchObject({ seq: 3, dup: false });
    await store.close();
  });

  it('remembers the latest conversations only', async () => {
    const { world, store, statementsOf } = await openWorld();
    const others = Array.from({ length: 2001 }, (_, i) => `other-${i}`);
    await world.users(...others);
    await world.append(...others.map((id) => world.message('alice', id, 'x')));
    expect(await statementsOf(() => world.say('alice', 'other-2000', 'x'))).toEqual(WRITES);
    expect(await statementsOf(() => world.say('alice', 'other-0', 'x'))).toEqual(ASKS);
    await store.close();
  });
});
