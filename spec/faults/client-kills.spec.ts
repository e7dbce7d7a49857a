import { clientKills } from './scenarios/client-kills';

it('delivers once and in order what a process with an outbox on disk sends, though it is killed again and again', async () => {
  const { heard, killed } = await clientKills({ messages: 100, kills: 10, seed: 1 });
  expect(killed).toBe(10);
  expect(heard).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
}, 90_000);
