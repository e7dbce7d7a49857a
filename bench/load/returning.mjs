// Clients with their defaults, who lose their server and come back.
import { filter, firstValueFrom } from 'rxjs';
import { createIm } from '../../dist/index.js';
import { serve } from '../lib/actor.mjs';
import { names } from '../lib/rxim.mjs';

await serve(async ({ url, clients }) => {
  let refused = 0;
  const all = names(clients).map((userId) => {
    const im = createIm({
      server: url,
      appId: 'demo',
      clientKey: 'bench-client-key',
      credentials: { userId },
    });
    im.state$.subscribe(({ name }) => {
      if (name === 'stopped') refused++;
    });
    return im;
  });
  const online = (im) => firstValueFrom(im.state$.pipe(filter(({ name }) => name === 'online')));
  for (let at = 0; at < all.length; at += 100) {
    const some = all.slice(at, at + 100);
    some.forEach((im) => im.connect());
    await Promise.all(some.map(online));
  }
  return {
    ready: {},
    /** Resolves when all of them have come back. */
    async back() {
      await Promise.all(
        all.map((im) => firstValueFrom(im.state$.pipe(filter(({ name }) => name === 'waiting')))),
      );
      await Promise.all(all.map(online));
      return { refused };
    },
  };
});
