// How cost grows: drawn into docs/images.
import { fileURLToPath } from 'node:url';
import { chart } from '../lib/chart.mjs';
import { fanOut } from './fan-out.mjs';
import { bytesPerConnection } from './server-memory.mjs';
import { pageTimes } from './history.mjs';

const file = (name) => fileURLToPath(new URL(`../../docs/images/${name}.svg`, import.meta.url));

const deliveries = async (kind) => {
  const points = [];
  for (const members of [10, 30, 100, 300, 1000, 2000]) {
    const one = await fanOut(kind, { members, messages: Math.max(200, Math.round(200_000 / members)) });
    await one.run();
    points.push([members, await one.run()]);
    await one.stop();
  }
  return points;
};

export default async () => {
  chart(file('fan-out'), {
    title: 'Deliveries a second against members of a room',
    x: 'members',
    y: 'deliveries/s',
    lines: {
      'rxim, batch': await deliveries('batch'),
      rxim: await deliveries('rxim'),
      'stock Socket.IO': await deliveries('socket.io'),
    },
  });
  const memory = { rxim: [], 'stock Socket.IO': [] };
  for (const connections of [500, 1000, 2500, 5000]) {
    memory.rxim.push([connections, (await bytesPerConnection('rxim', connections)) * connections]);
    memory['stock Socket.IO'].push([
      connections,
      (await bytesPerConnection('socket.io', connections)) * connections,
    ]);
  }
  chart(file('memory'), {
    title: 'Memory of the server against idle connections',
    x: 'connections',
    y: 'bytes (RSS)',
    lines: memory,
  });
  const times = await pageTimes([10_000, 100_000, 300_000, 1_000_000]);
  chart(file('history'), {
    title: 'A page of history against stored messages',
    x: 'messages in the store',
    y: 'milliseconds',
    lines: {
      p50: times.map(({ stored, p50 }) => [stored, p50]),
      p99: times.map(({ stored, p99 }) => [stored, p99]),
    },
  });
  return [];
};
