import { patience, seed, sized } from './harness/scale';
import { clientKills } from './scenarios/client-kills';

it(
  'delivers once and in order what a process with an outbox on disk sends, though it is killed again and again',
  async () => {
    const [messages, kills] = [sized(2_000), sized(200)];
    const { heard, killed } = await clientKills({ messages, kills, seed });
    expect(killed).toBe(kills);
    expect(heard).toEqual(Array.from({ length: messages }, (_, i) => i + 1));
  },
  patience,
);
