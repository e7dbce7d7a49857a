// Starts servers in this process, one after the other, as tests do.
import { createServer } from '../../server/dist/index.js';
import { serve } from '../lib/actor.mjs';

await serve(async () => ({
  ready: {},
  run: async ({ rounds }) => {
    const times = [];
    for (let i = 0; i < rounds; i++) {
      const since = performance.now();
      const server = await createServer({ data: ':memory:', port: 0 });
      times.push(performance.now() - since);
      await server.close();
    }
    return times;
  },
}));
