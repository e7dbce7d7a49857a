import { start } from '../lib/actor.mjs';
import { median, spread } from '../lib/statistics.mjs';

export default async () => {
  const load = await start('load/start-up.mjs');
  const times = await load.ask('run', { rounds: 12 });
  await load.stop();
  const [first, ...rest] = times;
  return [
    {
      what: "createServer({ data: ':memory:' }) until ready",
      figures: `the first in a process ${first.toFixed(0)} ms, then ${spread(rest, 0)} ms`,
      result: `${spread(rest, 0)} ms`,
      target: '≤ 60 ms',
      met: median(rest) <= 60,
    },
  ];
};
