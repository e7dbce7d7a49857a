import { Client } from 'pg';
import { ErrorCode } from 'rxim/protocol';
import type { Store } from '../../../src/ports/store';
import { createPostgresStore, DatabaseUnreachableError, openStore } from '../../../src/store';
import { postgresAvailable, startPostgres, type PostgresServer } from '../../support/postgres';
import { World } from '../../support/stores';

(postgresAvailable() ? describe : describe.skip)('The PostgreSQL store', () => {
  let server: PostgresServer;
  const stores: Store[] = [];
  beforeAll(() => {
    server = startPostgres();
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });
  const open = async (database: string): Promise<Store> => {
    const store = await openStore({ database });
    stores.push(store);
    return store;
  };
  const administer = async (url: string, sql: string): Promise<void> => {
    const client = new Client(url);
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  it('is migrated once by servers that start at the same time', async () => {
    const url = await server.createDatabase();
    const opened = await Promise.all(Array.from({ length: 4 }, () => open(url)));
    expect(new Set(opened.map(({ epoch }) => epoch)).size).toBe(1);
  });

  it('says that a database cannot be reached, and keeps the password to itself', async () => {
    const refused = createPostgresStore({ url: 'postgres://rxim:hush@127.0.0.1:1/rxim' });
    await expect(refused).rejects.toThrow(DatabaseUnreachableError);
    await expect(refused).rejects.toThrow('postgres://rxim@127.0.0.1:1/rxim');
    await expect(refused).rejects.not.toThrow('hush');
  });

  it('refuses while connections break, loses nothing that it acknowledged, and recovers by itself', async () => {
    const url = await server.createDatabase();
    const world = new World(await open(url));
    await world.friends('alice', 'bob');
    const acknowledged: number[] = [];
    const send = async (cid: string): Promise<void> => {
      for (;;) {
        try {
          const [answer] = await world.append(world.message('alice', 'bob', cid, { cid }));
          if (answer?.ok === true) acknowledged.push(answer.seq);
          return;
        } catch (error) {
          expect(error).toMatchObject({ code: ErrorCode.Database });
        }
      }
    };
    const cut = administer(
      url,
      `do $$ begin for i in 1..20 loop
         perform pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid();
         perform pg_sleep(0.01);
       end loop; end $$`,
    );
    await Promise.all(Array.from({ length: 200 }, (_, i) => send(`${i}`)));
    await cut;
    const stored = await world.store.messages.history(world.app, 'u:alice|u:bob', { limit: 1000 });
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(acknowledged.sort((a, b) => a - b)).toEqual(stored.map(({ seq }) => seq));
  });

  it('has another epoch, the same for all its servers, when its data was loaded from a dump', async () => {
    const url = await server.createDatabase();
    const { epoch } = await open(url);
    expect((await open(url)).epoch).toBe(epoch);
    await administer(url, `update setting set value = 'another cluster' where name = 'home'`);
    const opened = await Promise.all([open(url), open(url), open(url)]);
    const epochs = new Set(opened.map((store) => store.epoch));
    expect(epochs.size).toBe(1);
    expect(epochs.has(epoch)).toBe(false);
    expect(epochs.has((await open(url)).epoch)).toBe(true);
  });
});
