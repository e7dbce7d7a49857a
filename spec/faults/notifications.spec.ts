import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIm, type Im } from 'rxim';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import type { TestServer } from 'rxim-server/testing';
import { newDirectory, runCli, urlOf, type Cli } from '../../server/spec/support/cli';
import { postgresAvailable, startPostgres, type PostgresServer } from '../../server/spec/support/postgres';
import { administer } from '../../server/spec/support/rest';
import { newPostOffice, type PostOffice } from '../../server/spec/push/support/post-office';
import { isFull } from './harness/scale';

const DEVICES = 20;
const GROUPS = isFull ? 50 : 5;
const ALL = DEVICES * GROUPS;

const clients: Im[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((im) => im.close()));
});

type Keys = Pick<TestServer, 'appId' | 'masterKey'>;
const KEYS: Keys = { appId: 'demo', masterKey: 'the-master-key' };

/** A command that sends to webhooks on loopback, and can be started again on what it left. */
const newCommand = (database: object): (() => Cli) => {
  const directory = newDirectory();
  const file = join(directory, 'config.json');
  const push = { insecureEndpoints: true, webhook: { secret: 's'.repeat(32), hosts: [] } };
  const settings = {
    port: 0,
    data: join(directory, 'data'),
    trustUserIds: true,
    noRateLimits: true,
    apps: [{ id: KEYS.appId, clientKey: 'public', masterKey: KEYS.masterKey, push }],
    // Of what a dead process took, another one learns nothing but that the lease is over.
    limits: {
      pushDelay: isFull ? 1000 : 200,
      pushPoll: 10,
      pushRetry: 10,
      pushTries: 20,
      pushTimeout: 1000,
      pushLease: 1500,
    },
    ...database,
  };
  writeFileSync(file, JSON.stringify(settings));
  return () => runCli(['--config', file]);
};

/** A message in each of the groups, to somebody with twenty devices that are off. */
const queueAll = async (url: string, office: PostOffice): Promise<void> => {
  const server = { ...KEYS, url } as TestServer;
  for (let n = 0; n < DEVICES; n++)
    await administer(server, 'PUT', `/ctx/bob/installations/device-${n}`, {
      platform: 'webhook',
      url: `${office.url}/${n}`,
    });
  const credentials = { userId: 'alice' };
  const im = createIm({ server: url, appId: KEYS.appId, clientKey: 'public', credentials });
  clients.push(im);
  await firstValueFrom(im.connect());
  const groups = await Promise.all(
    Array.from({ length: GROUPS }, (_, n) =>
      firstValueFrom(im.groups.create({ owner: 'alice', name: `group ${n}`, members: ['bob'] })),
    ),
  );
  await Promise.all(groups.map((group) => lastValueFrom(im.toGroup(group).text('wake up').ok())));
};

const KILLS = isFull ? (['SIGKILL', 'SIGTERM'] as const) : (['SIGKILL'] as const);

const restarts = (databaseOf: () => Promise<object>): void => {
  it.each(KILLS)(
    `a %s in the middle of ${ALL} notifications loses none, and repeats none under another id`,
    async (signal) => {
      const start = newCommand(await databaseOf());
      const doomed = start();
      const taken = new Set<string>();
      let queued = false;
      const office = await newPostOffice(({ path, headers }) => {
        // Of those that are on their way, some are taken, and the answer reaches nobody.
        if (taken.size === ALL * 0.3) doomed.process.kill(signal);
        if (!queued || office.all.length % 7 === 0) return { status: 503 };
        taken.add(`${path} ${String(headers['x-rxim-id'])}`);
        return { status: 201 };
      });
      await queueAll(await urlOf(doomed), office);
      queued = true;
      await doomed.ended();
      expect(taken.size).toBeLessThan(ALL);

      const next = start();
      const server = { ...KEYS, url: await urlOf(next) } as TestServer;
      while (taken.size < ALL) await office.next();
      expect(await administer(server, 'GET', '/push/dead')).toEqual([]);
      next.process.kill('SIGTERM');
      await next.ended();

      const all = office.all.map(({ path, headers, body }) => {
        const { parrot } = JSON.parse(body.toString()) as { parrot: { from: { gid: string } } };
        return { id: String(headers['x-rxim-id']), what: `${path} ${parrot.from.gid}` };
      });
      // Everything came, and a provider that knows by the id what it has shows it once.
      expect(new Set(all.map(({ what }) => what)).size).toBe(ALL);
      expect(new Set(all.map(({ id }) => id)).size).toBe(ALL);
    },
    120_000,
  );
};

describe('over SQLite', () => restarts(() => Promise.resolve({})));

/** In full runs only. */
const overPostgres = (): void => {
  let postgres: PostgresServer;
  beforeAll(() => {
    postgres = startPostgres();
  });
  afterAll(() => postgres.stop());
  restarts(async () => ({ database: await postgres.createDatabase() }));
};

if (isFull && postgresAvailable()) describe('over PostgreSQL', overPostgres);
