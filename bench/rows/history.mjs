import Database from 'libsql';
import { join } from 'node:path';
import { start } from '../lib/actor.mjs';
import { inFolder } from '../lib/folder.mjs';
import { createChannel, rest } from '../lib/rxim.mjs';
import { interleave, median, percentile, ratios, spread } from '../lib/statistics.mjs';
import { openSocketIo } from '../load/wire.mjs';
import { LOGIN, authOf } from '../lib/rxim.mjs';

const PAGES = 1000;
const OLDEST = 1_600_000_000_000;

/** Fills a group's conversation with messages a second apart: through the server it would take minutes. */
const fill = (database, key, messages) => {
  const { id } = database.prepare('select id from conversation where key = ?').get([key]);
  database
    .prepare(
      `with recursive n(seq) as (select 1 union all select seq + 1 from n where seq < ?)
       insert into message (conv, seq, ts, app, speaker, to_id, to_type, payload, keep)
       select ?, seq, ? + seq * 1000, 'demo', 'u:alice', ?, 1, '{"content":{"media":0,"body":"message ' || seq || '"}}', 1 from n`,
    )
    .run([messages, id, OLDEST, key.slice(2)]);
  database
    .prepare('update conversation set last_seq = ?, last_ts = ?, oldest_ts = ?, oldest_keep = 1 where id = ?')
    .run([messages, OLDEST + messages * 1000, OLDEST, id]);
};

/** A server on a store of so many messages, a tenth of them in one conversation (at least 1,000, at most 100,000). */
const withStore = async (folder, stored) => {
  const data = join(folder, String(stored));
  let server = await start('servers/rxim.mjs', { data });
  const { url } = server.ready;
  const alice = await openSocketIo(url, { namespace: '/chat,', auth: authOf('alice', 2), until: LOGIN });
  const large = Math.min(100_000, stored);
  const ids = [];
  for (let i = 0; i < Math.max(1, stored / large); i++)
    ids.push(await createChannel(url, 'groups', ['alice']));
  alice.end();
  await server.ask('close');
  await server.stop();
  const database = new Database(join(data, 'rxim.db'));
  database.exec('begin');
  for (const id of ids) fill(database, `g:${id}`, large);
  database.exec('commit');
  database.close();
  server = await start('servers/rxim.mjs', { data });
  return {
    /** Milliseconds of pages anywhere in the conversation. */
    async pages() {
      const times = [];
      for (let i = 0; i < PAGES; i++) {
        const ts = OLDEST + Math.floor((0.1 + 0.9 * Math.random()) * large) * 1000;
        const since = performance.now();
        const page = await rest(server.ready.url, 'GET', `groups/${ids[0]}/chats?limit=20&ts=${ts}`);
        times.push(performance.now() - since);
        if (page.length !== 20) throw new Error(`a page of ${page.length}`);
      }
      return times;
    },
    stop: () => server.stop(),
  };
};

/** For the curve: latencies against sizes of the store. */
export const pageTimes = (sizes) =>
  inFolder(async (folder) => {
    const results = [];
    for (const stored of sizes) {
      const store = await withStore(folder, stored);
      await store.pages();
      const times = await store.pages();
      results.push({ stored, p50: percentile(times, 0.5), p99: percentile(times, 0.99) });
      await store.stop();
    }
    return results;
  });

export default () =>
  inFolder(async (folder) => {
    const [large, small] = [await withStore(folder, 1_000_000), await withStore(folder, 10_000)];
    const times = await interleave({ large: () => large.pages(), small: () => small.pages() });
    await Promise.all([large.stop(), small.stop()]);
    const part = (name, of) => times[name].map((round) => percentile(round, of));
    const ratio = ratios(part('large', 0.5), part('small', 0.5));
    return [
      {
        what: 'history page of 20 from 100,000 in a store of 1,000,000',
        figures: `p50 ${spread(part('large', 0.5))} ms, p99 ${spread(part('large', 0.99))} ms; in a store of 10,000 p50 ${spread(part('small', 0.5))} ms, p99 ${spread(part('small', 0.99))} ms`,
        result: `p99 ${spread(part('large', 0.99))} ms; ${spread(ratio)} × the small store`,
        target: 'p99 ≤ 5 ms, ≤ 1.3 × the small store',
        met: median(part('large', 0.99)) <= 5 && median(ratio) <= 1.3,
      },
    ];
  });
