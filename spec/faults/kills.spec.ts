import { expectKept } from './harness/outcome';
import { isFull, patience, seed, sized } from './harness/scale';
import { kills } from './scenarios/kills';

it(
  'nothing is lost, doubled or out of order when the server is killed at any moment, and it is ready again soon',
  async () => {
    const outcome = await kills({ messages: sized(20_000), kills: sized(200), seed });
    expectKept('kill -9 of the server', outcome);
    // Other specs share this machine with the short run.
    if (isFull) expect(outcome.facts['ready max ms']).toBeLessThanOrEqual(3_000);
  },
  patience,
);
