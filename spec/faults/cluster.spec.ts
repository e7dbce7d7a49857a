import { postgresAvailable, startPostgres } from '../../server/spec/support/postgres';
import { redisAvailable, redisServer } from '../../server/spec/support/redis';
import { chat } from './harness/chat';
import { makeGroup } from './harness/make-group';
import { expectKept, settle } from './harness/outcome';
import { namesOf } from './harness/recorded-client';
import { patience, seed, sized } from './harness/scale';
import { play } from './harness/stage';
import { until } from './harness/until';

const available = postgresAvailable() && redisAvailable();

(available ? it : it.skip)(
  'people at two nodes miss nothing when the Redis between them dies and comes back, twice',
  async () => {
    const postgres = startPostgres();
    const redis = await redisServer();
    await redis.start();
    try {
      const outcome = await play(seed, async (stage) => {
        const { history, random } = stage;
        const options = {
          database: await postgres.createDatabase(),
          redis: redis.url,
          clientKey: 'public',
          masterKey: 'master-secret',
        };
        const servers = [await stage.server(options), await stage.server(options)] as const;
        const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
        const clients = users.map((id, at) => stage.client(servers[at % 2 === 0 ? 0 : 1].clientOptions(id)));
        await Promise.all(clients.map((client) => client.start()));
        const gid = await makeGroup(history, servers[0].adminOptions, [...namesOf(clients)]);
        const talk = async (messages: number): Promise<void> => {
          for (let said = 0; said < messages; said++) {
            chat(random, clients, gid);
            await until('room in the outbox', () => clients.every(({ open }) => open < 50));
          }
        };
        const part = sized(2_000);
        for (let deaths = 0; deaths < 2; deaths++) {
          await talk(part);
          await redis.kill();
          await talk(part);
          await redis.start();
        }
        await talk(part);
        return { ...(await settle(history, clients, { patience: 20_000 })), facts: { nodes: 2, deaths: 2 } };
      });
      expectKept('cluster', outcome);
    } finally {
      await redis.kill();
      postgres.stop();
    }
  },
  patience,
);
