import { start } from '../lib/actor.mjs';
import { interleave, median, ratios, spread } from '../lib/statistics.mjs';

const MESSAGES = 150_000;

export default async () => {
  const started = {};
  for (const name of ['ws', 'socket.io', 'rxim', 'batch']) {
    const feeder = await start('servers/feeder.mjs');
    const client = await start('load/client.mjs', {
      kind: name === 'batch' ? 'rxim' : name,
      url: feeder.ready.url,
    });
    await client.ask('open', 1);
    started[name] = { feeder, client, batch: name === 'batch' ? 10 : 1 };
  }
  const run =
    ({ feeder, client, batch }) =>
    async () => {
      const used = client.ask('hear', MESSAGES);
      await feeder.ask('play', { messages: MESSAGES, batch });
      return (await used) / MESSAGES;
    };
  try {
    const micros = await interleave(
      Object.fromEntries(Object.entries(started).map(([name, parts]) => [name, run(parts)])),
    );
    // Speeds are the inverse of CPU times.
    const beside = (name, other) => ratios(micros[other], micros[name]);
    const cpu = (name) => `${spread(micros[name])} µs`;
    return [
      {
        what: 'client receive path, CPU time',
        figures: `a message: rxim ${cpu('rxim')}, in batches of 10 ${cpu('batch')}, ws + JSON.parse ${cpu('ws')}, socket.io-client ${cpu('socket.io')}`,
        result: `${spread(beside('rxim', 'ws'))} × ws, ${spread(beside('rxim', 'socket.io'))} × socket.io-client; in batches ${spread(beside('batch', 'ws'))} × ws`,
        target: '≥ 0.80 × ws, ≥ 1.3 × socket.io-client',
        met: median(beside('rxim', 'ws')) >= 0.8 && median(beside('rxim', 'socket.io')) >= 1.3,
      },
    ];
  } finally {
    await Promise.all(Object.values(started).flatMap(({ feeder, client }) => [feeder.stop(), client.stop()]));
  }
};
