import { interleave, median, ratios, spread } from '../lib/statistics.mjs';
import { beside } from './direct.mjs';

/** A group holds 50, one of whom speaks. */
const RECEIVERS = 49;

export default () =>
  beside(RECEIVERS, async ({ stock, rxim }) => {
    const deliveries = async (load) => RECEIVERS * (await load.ask('run', { messages: 1500 }));
    const rates = await interleave({ stock: () => deliveries(stock), rxim: () => deliveries(rxim) });
    const ratio = ratios(rates.rxim, rates.stock);
    return [
      {
        what: 'durable group messages, 50 members, deliveries',
        figures: `rxim ${spread(rates.rxim)}/s on disk, stock Socket.IO ${spread(rates.stock)}/s, not stored`,
        result: `${spread(ratio)} × stock`,
        target: '≥ 3 × stock',
        met: median(ratio) >= 3,
      },
    ];
  });
