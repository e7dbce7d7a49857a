import { start } from '../lib/actor.mjs';
import { inFolder } from '../lib/folder.mjs';
import { interleave, median, ratios, spread } from '../lib/statistics.mjs';

/** Stock Socket.IO, which stores nothing, and ours on disk, with one sender and so many receivers. */
export const beside = (receivers, use) =>
  inFolder(async (data) => {
    const servers = {
      stock: await start('servers/socket-io.mjs'),
      rxim: await start('servers/rxim.mjs', { data }),
    };
    const loads = {};
    for (const [name, { ready }] of Object.entries(servers)) {
      const kind = name === 'stock' ? 'socket.io' : 'rxim';
      loads[name] = await start('load/direct.mjs', { kind, url: ready.url, receivers });
    }
    try {
      return await use(loads, data);
    } finally {
      await Promise.all([...Object.values(loads), ...Object.values(servers)].map((each) => each.stop()));
    }
  });

export default () =>
  beside(1, async ({ stock, rxim }) => {
    const rates = await interleave({
      stock: () => stock.ask('run', { messages: 8000 }),
      rxim: () => rxim.ask('run', { messages: 8000 }),
    });
    const ratio = ratios(rates.rxim, rates.stock);
    return [
      {
        what: 'durable direct messages, 64 in flight',
        figures: `rxim ${spread(rates.rxim)}/s on disk, stock Socket.IO ${spread(rates.stock)}/s, not stored`,
        result: `${spread(ratio)} × stock`,
        target: '≥ 0.45 × stock (aim: 0.6)',
        met: median(ratio) >= 0.45,
      },
    ];
  });
