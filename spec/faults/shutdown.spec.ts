import { expectKept } from './harness/outcome';
import { patience, seed, sized } from './harness/scale';
import { shutdown } from './scenarios/shutdown';

it(
  'a server that is told to stop answers every send, goes in time, and everybody comes back to the next one',
  async () => {
    const outcome = await shutdown({ sockets: sized(500), rate: sized(500), seed });
    expectKept('SIGTERM under load', outcome);
    expect(outcome.facts['away']).toBe(sized(500));
    expect(outcome.facts['exit ms']).toBeLessThanOrEqual(30_000);
  },
  patience,
);
