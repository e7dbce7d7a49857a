// Connections that are open and say nothing.
import { serve } from '../lib/actor.mjs';
import { LOGIN, authOf, names } from '../lib/rxim.mjs';
import { openSocketIo, openWire } from './wire.mjs';

const OPEN = {
  ws: (url) => openWire(url, () => undefined),
  'socket.io': (url) => openSocketIo(url, { until: '40' }),
  rxim: (url, name) => openSocketIo(url, { namespace: '/chat,', auth: authOf(name, 2), until: LOGIN }),
};

await serve(async ({ kind, url }) => {
  const wires = [];
  return {
    ready: {},
    async open(count, prefix) {
      const all = names(count, prefix);
      for (let at = 0; at < count; at += 100)
        wires.push(...(await Promise.all(all.slice(at, at + 100).map((name) => OPEN[kind](url, name)))));
    },
  };
});
