import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Libsql from 'libsql';
import { ErrorCode } from 'rxim/protocol';
import type { Store } from '../../../src/ports/store';
import {
  createSqliteStore,
  DataLockedError,
  DataUnwritableError,
  MigrationError,
  openStore,
} from '../../../src/store';
import { temporaryDirectory } from '../../support/directories';
import { World } from '../../support/stores';

describe('The SQLite store', () => {
  const stores: Store[] = [];
  const children: ChildProcess[] = [];
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  const open = async (data: string, maxBytes?: number): Promise<Store> => {
    const store = await createSqliteStore({ data, maxBytes });
    stores.push(store);
    return store;
  };
  const close = async (store: Store): Promise<void> => {
    stores.splice(stores.indexOf(store), 1);
    await store.close();
  };

  /** Another process that writes into the directory; `lines` are what it prints. */
  const writer = (data: string) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'writer.ts'), data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  };

  it('makes its directory and finds everything there again', async () => {
    const data = join(temporaryDirectory(), 'a', 'b');
    const store = await openStore({ data });
    const world = new World(store);
    await world.friends('alice', 'bob');
    const { seq, ts } = await world.say('alice', 'bob', 'hi', { cid: '1' });
    const secret = await store.secret('tokens');
    await store.close();

    const again = await open(data);
    expect(again.epoch).toBe(store.epoch);
    expect(await again.secret('tokens')).toBe(secret);
    const [answer] = await again.messages.append([world.message('alice', 'bob', 'hi', { cid: '1' })]);
    expect(answer).toMatchObject({ ok: true, seq, ts, dup: true });
  });

  it('admits one store a directory, and says who has it', async () => {
    const data = temporaryDirectory();
    const first = await open(data);
    const refused = createSqliteStore({ data });
    await expect(refused).rejects.toThrow(DataLockedError);
    await expect(refused).rejects.toThrow(`${data} is in use by process ${process.pid}`);
    await close(first);
    await open(data);
  });

  it('keeps all that was acknowledged when its process is killed, and leaves nothing to clean up', async () => {
    const data = temporaryDirectory();
    const { child, lines } = writer(data);
    let acknowledged = 0;
    while (acknowledged < 50) {
      const { value } = (await lines.next()) as { value: string };
      acknowledged = Number(value);
      expect(acknowledged).toBeGreaterThan(0);
    }
    await expect(createSqliteStore({ data })).rejects.toThrow(`is in use by process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
      acknowledged = Math.max(acknowledged, Number(line.value));
    }

    const store = await open(data);
    const stored = await store.messages.history('demo', 'u:alice|u:alice', { limit: 1000 });
    expect(stored.length).toBeGreaterThanOrEqual(acknowledged);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i + 1));
  });

  it('says that a directory cannot be written to', async () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    await expect(createSqliteStore({ data: join(file, 'data') })).rejects.toThrow(DataUnwritableError);
    const taken = temporaryDirectory();
    mkdirSync(join(taken, 'rxim.db'));
    await expect(createSqliteStore({ data: taken })).rejects.toThrow(DataUnwritableError);
  });

  it('does not touch a database of a newer server', async () => {
    const data = temporaryDirectory();
    await close(await open(data));
    const database = new Libsql(join(data, 'rxim.db'));
    database.exec(`insert into kysely_migration values ('9999-future', '2100-01-01')`);
    database.close();
    await expect(createSqliteStore({ data })).rejects.toThrow(MigrationError);
  });

  it('refuses to store on a full disk, goes on reading, and recovers by itself', async () => {
    const world = new World(await open(temporaryDirectory(), 400 * 1024));
    await world.friends('alice', 'bob');
    const conv = 'u:alice|u:bob';
    const body = 'x'.repeat(4000);
    const acknowledged: number[] = [];
    for (;;) {
      const sent = await world.append(world.message('alice', 'bob', body)).catch((error: unknown) => error);
      if (sent instanceof Error) {
        expect(sent).toMatchObject({ name: 'StoreError', code: ErrorCode.Database });
        break;
      }
      const [answer] = sent as Awaited<ReturnType<World['append']>>;
      acknowledged.push(answer?.ok === true ? answer.seq : 0);
    }
    expect(acknowledged.length).toBeGreaterThan(10);
    const stored = await world.store.messages.history(world.app, conv, { limit: 1000 });
    expect(stored.map(({ seq }) => seq)).toEqual(acknowledged);

    await world.store.messages.wipe(world.app, conv);
    expect(await world.say('alice', 'bob', body)).toMatchObject({ seq: acknowledged.length + 1 });
  });

  it('has another epoch when it finds an older database in the place of its own', async () => {
    const data = temporaryDirectory();
    const file = join(data, 'rxim.db');
    const run = async (): Promise<string> => {
      const store = await open(data);
      await store.users.touch('demo', `user-${Math.random()}`);
      await close(store);
      return store.epoch;
    };
    const epoch = await run();
    copyFileSync(file, join(data, 'backup'));
    expect(await run()).toBe(epoch);
    copyFileSync(join(data, 'backup'), file);
    const renewed = await run();
    expect(renewed).not.toBe(epoch);
    expect(await run()).toBe(renewed);
  });
});
