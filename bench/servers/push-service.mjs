// Takes notifications, and answers after `delay` milliseconds.
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers';
import { serve } from '../lib/actor.mjs';

await serve(async ({ delay }) => {
  let taken = 0;
  const http = createServer((request, response) => {
    request.resume().on('end', () => {
      taken++;
      setTimeout(() => response.writeHead(201).end(), delay);
    });
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { ready: { url: `http://127.0.0.1:${http.address().port}` }, taken: () => taken };
});
