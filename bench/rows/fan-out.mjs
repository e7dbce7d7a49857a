import { start } from '../lib/actor.mjs';
import { interleave, median, ratios, spread } from '../lib/statistics.mjs';
import { startNats } from '../servers/nats.mjs';

const SERVERS = {
  ws: 'servers/ws.mjs',
  'socket.io': 'servers/socket-io.mjs',
  rxim: 'servers/rxim.mjs',
  batch: 'servers/rxim.mjs',
};
const MEMBERS = 200;
const MESSAGES = 3000;

/** One run of one kind in processes of its own. */
export const fanOut = async (kind, { members = MEMBERS, messages = MESSAGES, decode = false } = {}) => {
  const server = kind === 'nats' ? await startNats() : await start(SERVERS[kind]);
  if (server === undefined) return undefined;
  const load = await start('load/fan-out.mjs', { kind, url: server.ready.url, members, decode });
  return {
    run: () => load.ask('run', { messages }),
    stop: () => Promise.all([load.stop(), server.stop()]),
  };
};

const all = async (kinds, options) => {
  const started = {};
  for (const kind of kinds) {
    const one = await fanOut(kind, options);
    if (one) started[kind] = one;
  }
  try {
    return await interleave(
      Object.fromEntries(Object.entries(started).map(([kind, { run }]) => [kind, run])),
    );
  } finally {
    await Promise.all(Object.values(started).map(({ stop }) => stop()));
  }
};

const rate = (values) =>
  `${spread(
    values.map((value) => value / 1000),
    0,
  )} k/s`;

export default async () => {
  const plain = await all(['ws', 'socket.io', 'rxim', 'batch']);
  const decoded = await all(['nats', 'batch'], { decode: true });
  const nats = decoded.nats;
  return [
    {
      what: 'room fan-out, 200 members, bursts of 10',
      figures: `rxim ${rate(plain.rxim)}, stock Socket.IO ${rate(plain['socket.io'])}, limit ${rate(plain.ws)}`,
      result: `${spread(ratios(plain.rxim, plain['socket.io']))} × stock, ${spread(ratios(plain.rxim, plain.ws))} × limit`,
      target: '≥ 4.0 × stock, ≥ 0.70 × limit',
      met: median(ratios(plain.rxim, plain['socket.io'])) >= 4 && median(ratios(plain.rxim, plain.ws)) >= 0.7,
    },
    {
      what: 'the same, clients that take `batch`',
      figures: `rxim ${rate(plain.batch)}; decoded to objects: rxim ${rate(decoded.batch)}, ${nats ? `NATS ${rate(nats)}` : 'no nats-server here'}`,
      result: `${spread(ratios(plain.batch, plain['socket.io']))} × stock${nats ? `; ${spread(ratios(decoded.batch, nats))} × NATS` : ''}`,
      target: '≥ 8 × stock',
      met: median(ratios(plain.batch, plain['socket.io'])) >= 8,
    },
  ];
};
