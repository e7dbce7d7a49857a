import { join } from 'node:path';
import { start } from '../lib/actor.mjs';
import { interleave, median, percentile, spread } from '../lib/statistics.mjs';
import { beside } from './direct.mjs';

const MESSAGES = 400;

export default () =>
  beside(1, async ({ stock, rxim }, data) => {
    const disk = await start('load/inserts.mjs', { file: join(data, 'bare.db') });
    const times = await interleave({
      stock: () => stock.ask('latencies', { messages: MESSAGES }),
      rxim: () => rxim.ask('latencies', { messages: MESSAGES }),
      insert: () => disk.ask('latencies', { messages: MESSAGES }),
    });
    await disk.stop();
    const p50 = (name) => times[name].map((round) => percentile(round, 0.5));
    const p99 = times.rxim.map((round) => percentile(round, 0.99));
    const budget = p50('stock').map((each, round) => each + 1.25 * p50('insert')[round]);
    const over = p50('rxim').map((each, round) => each / budget[round]);
    const tail = p99.map((each, round) => each / (3 * p50('rxim')[round] + 2));
    return [
      {
        what: 'one message at a time, end to end, durable',
        figures: `p50: rxim ${spread(p50('rxim'))} ms, stock ${spread(p50('stock'))} ms, bare committed insert ${spread(p50('insert'))} ms; p99 of rxim ${spread(p99)} ms`,
        result: `p50 ${spread(over)} × (stock + 1.25 × insert), p99 ${spread(tail)} × (3 × p50 + 2 ms)`,
        target: '≤ 1, ≤ 1',
        met: median(over) <= 1 && median(tail) <= 1,
      },
    ];
  });
