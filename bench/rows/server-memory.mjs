import { start } from '../lib/actor.mjs';
import { interleave, median, ratios, spread } from '../lib/statistics.mjs';

const CONNECTIONS = 5000;
const SERVERS = { ws: 'servers/ws.mjs', 'socket.io': 'servers/socket-io.mjs', rxim: 'servers/rxim.mjs' };

/** RSS that one idle connection adds to a fresh server that has seen some before, logged in where there is a login. */
export const bytesPerConnection = async (kind, connections = CONNECTIONS) => {
  const server = await start(SERVERS[kind]);
  const load = await start('load/idle.mjs', { kind, url: server.ready.url });
  try {
    await load.ask('open', 200, 'first');
    const before = (await server.ask('memory')).rss;
    await load.ask('open', connections, 'member');
    return ((await server.ask('memory')).rss - before) / connections;
  } finally {
    await Promise.all([load.stop(), server.stop()]);
  }
};

export default async () => {
  const bytes = await interleave({
    rxim: () => bytesPerConnection('rxim'),
    stock: () => bytesPerConnection('socket.io'),
    ws: () => bytesPerConnection('ws'),
  });
  const ratio = ratios(bytes.rxim, bytes.stock);
  const kilo = (values) =>
    `${spread(
      values.map((value) => value / 1024),
      1,
    )} KiB`;
  return [
    {
      what: 'server memory per idle connection, 5,000 connections',
      figures: `rxim ${kilo(bytes.rxim)}, stock Socket.IO ${kilo(bytes.stock)}, bare ws ${kilo(bytes.ws)}`,
      result: `${spread(ratio)} × stock`,
      target: '≤ 1.0 × stock',
      met: median(ratio) <= 1,
    },
  ];
};
