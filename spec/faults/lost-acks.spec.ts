import { expectKept } from './harness/outcome';
import { patience, seed, sized } from './harness/scale';
import { lostAcks } from './scenarios/lost-acks';

it(
  'a message whose ack is lost is stored once, and rarely sent more than twice',
  async () => {
    const outcome = await lostAcks({ messages: sized(10_000), part: 0.3, seed });
    expectKept('30 % of acks dropped', outcome);
    expect(Number(outcome.facts['acks dropped'])).toBeGreaterThan(sized(2_000));
    expect(outcome.facts['mean transmissions']).toBeLessThanOrEqual(2);
  },
  patience,
);
