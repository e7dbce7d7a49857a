import { firstValueFrom, NEVER } from 'rxjs';
import { lazyViews } from '../../src/lazy-views';
import type { LiveParts } from '../../src/live-views';

let reachable = false;

// The chunk of the views, as a page gets it over a network that is gone and comes back.
jest.mock('../../src/live-views', () => {
  if (!reachable) throw new TypeError('Failed to fetch dynamically imported module');
  return { createLiveViews: () => ({ conversations$: ['loaded'], roster$: NEVER }) };
});

it('views whose code could not be loaded are loaded when somebody looks again', async () => {
  const { conversations$ } = lazyViews({} as LiveParts);
  await expect(firstValueFrom(conversations$)).rejects.toThrow('Failed to fetch');

  reachable = true;

  await expect(firstValueFrom(conversations$)).resolves.toBe('loaded');
});
