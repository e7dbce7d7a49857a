import { patience, seed, isFull } from './harness/scale';
import { cycles } from './scenarios/cycles';

it(
  'clients that are closed in any state leave nothing behind and say nothing more',
  async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const { closedIn, late, before, after } = await cycles({ cycles: isFull ? 1_000 : 200, seed });
    process.off('unhandledRejection', note);

    expect(Object.keys(closedIn).sort()).toEqual(
      ['authenticating', 'connecting', 'idle', 'online', 'stopped', 'syncing', 'waiting'].sort(),
    );
    expect(late).toEqual([]);
    expect(unhandled).toEqual([]);
    expect(after).toEqual(before);
  },
  patience,
);
