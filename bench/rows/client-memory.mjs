import { start } from '../lib/actor.mjs';
import { interleave, median, ratios, spread } from '../lib/statistics.mjs';

const CLIENTS = 1000;

const bytesPerClient = async (kind) => {
  const feeder = await start('servers/feeder.mjs');
  const client = await start('load/client.mjs', { kind, url: feeder.ready.url });
  try {
    await client.ask('open', 100);
    const before = (await client.ask('memory')).rss;
    await client.ask('open', CLIENTS);
    return ((await client.ask('memory')).rss - before) / CLIENTS;
  } finally {
    await Promise.all([client.stop(), feeder.stop()]);
  }
};

export default async () => {
  const bytes = await interleave({
    rxim: () => bytesPerClient('rxim'),
    stock: () => bytesPerClient('socket.io'),
  });
  const ratio = ratios(bytes.rxim, bytes.stock);
  const kilo = (values) =>
    `${spread(
      values.map((value) => value / 1024),
      1,
    )} KiB`;
  return [
    {
      what: 'client memory, connected and idle, 1,000 in one process',
      figures: `rxim ${kilo(bytes.rxim)}, socket.io-client ${kilo(bytes.stock)}`,
      result: `${spread(ratio)} × socket.io-client`,
      target: '≤ 1.3 × socket.io-client',
      met: median(ratio) <= 1.3,
    },
  ];
};
