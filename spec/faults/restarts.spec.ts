import { expectKept } from './harness/outcome';
import { patience, seed, sized } from './harness/scale';
import { restarts } from './scenarios/restarts';

it(
  'two people notice nothing of their server restarting twice',
  async () => {
    expectKept('restarts', await restarts({ messages: sized(10_000), restarts: 2, seed }));
  },
  patience,
);
