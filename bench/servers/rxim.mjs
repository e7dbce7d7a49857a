// Ours, as `rxim-server` starts it, with user ids trusted and no rates.
import { createServer } from '../../server/dist/index.js';
import { serve } from '../lib/actor.mjs';

await serve(async ({ port = 0, data = ':memory:', push, limits }) => {
  const server = await createServer({
    port,
    data,
    apps: [
      { id: 'demo', clientKey: 'bench-client-key', masterKey: 'bench-master-key', ...(push && { push }) },
    ],
    trustUserIds: true,
    noRateLimits: true,
    // Curves go beyond the usual size of a room.
    limits: { restartSpread: 0, roomMembers: 2500, ...limits },
  });
  return { ready: { url: server.url }, close: () => server.close() };
});
