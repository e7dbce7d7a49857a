import { patience, seed, sized } from './harness/scale';
import { expectUnharmed } from './harness/siege';
import { flood } from './scenarios/floods';

it(
  'a server that is flooded by those who never log in, never read and never end serves all others as before',
  async () => {
    const size = {
      handshakes: sized(20_000, 1 / 50),
      rounds: sized(100, 1 / 50),
      fragmented: sized(400, 1 / 50),
      // They take five seconds to be dropped, however few they are; the server's own specs have one.
      readers: sized(10, 0),
    };
    expectUnharmed(await flood({ ...size, seed }));
  },
  patience,
);
