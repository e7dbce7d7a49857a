import { expectKept } from './harness/outcome';
import { isFull, patience, seed, sized } from './harness/scale';
import { cuts } from './scenarios/cuts';

it(
  'nothing is lost, doubled or out of order when links are cut in every way, and everybody is back soon',
  async () => {
    const outcome = await cuts({ messages: sized(10_000), cuts: sized(500), seed });
    expectKept('cuts of every kind', outcome);
    expect(outcome.facts['live sockets of one client']).toBe(1);
    // With few cuts p95 is little else than the worst one.
    if (isFull) expect(outcome.facts['back p95 ms']).toBeLessThanOrEqual(2_000);
  },
  patience,
);
