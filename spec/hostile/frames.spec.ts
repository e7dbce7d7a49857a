import { patience, seed, sized } from './harness/scale';
import { expectUnharmed } from './harness/siege';
import { fuzzServer } from './scenarios/frames';

it(
  'a server that gets frames which nobody should send serves all others as before',
  async () => {
    expectUnharmed(await fuzzServer({ frames: sized(1_000_000, 1 / 200), seed }));
  },
  patience,
);
