import { patience, seed, sized } from './harness/scale';
import { fuzzClient } from './scenarios/client-frames';

it(
  'a client whose server says what no server should goes on',
  async () => {
    const names = Reflect.ownKeys(Object.prototype);
    const { sent, ended, unhandled, reported, longestWait } = await fuzzClient({
      frames: sized(100_000),
      seed,
    });
    expect(sent).toBe(sized(100_000));
    expect({ ended, unhandled }).toEqual({ ended: [], unhandled: [] });
    // Nobody sends it away for long.
    expect(longestWait).toBeLessThanOrEqual(10 * 60_000);
    // It said what it could not read.
    expect(reported['protocol']).toBeGreaterThan(sized(100_000) / 10);
    expect(Reflect.ownKeys(Object.prototype)).toEqual(names);
  },
  patience,
);
