import fc from 'fast-check';
import { pick, below, type Random } from '../../support/random';
import { mutateJson, mutateText } from './mutate';
import { write } from './nasty';

const EVENT = '42/chat,';

/** Any frame at all, and frames that are well-formed as far as some layer. */
const anyFrame = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.jsonValue({ maxDepth: 4 }).map((value) => EVENT + JSON.stringify(value)),
  fc
    .tuple(
      fc.constantFrom('say', 'read', 'renew', 'error', 'batch', 'message', 'sys', 'change'),
      fc.jsonValue({ maxDepth: 6 }),
    )
    .map((event) => EVENT + JSON.stringify(event)),
  fc
    .tuple(fc.stringMatching(/^[0-6]{1,2}(\d?-)?(\/[a-z]{0,5},?)?\d*$/), fc.json({ maxDepth: 3 }))
    .map((parts) => parts.join('')),
);

export interface FuzzerOptions {
  readonly random: Random;
  readonly seed: number;
  /** Frames of a real conversation. */
  readonly corpus: readonly string[];
}

/** How many arbitrary frames are made in one go. */
const SAMPLE = 500;

/** Makes frames that nobody should send: nearly all are real ones with another payload, the others have other signs or are arbitrary. */
export const createFuzzer = ({ random, seed, corpus }: FuzzerOptions): (() => string) => {
  const events = corpus.filter((frame) => frame.startsWith(EVENT));
  let arbitrary: string[] = [];
  let sampled = seed;
  const another = (): string => {
    if (arbitrary.length === 0) arbitrary = fc.sample(anyFrame, { seed: sampled++, numRuns: SAMPLE });
    return arbitrary.pop()!;
  };
  return () => {
    const chance = random();
    if (chance < 0.015) return another();
    if (chance < 0.03) return mutateText(random, pick(random, corpus), corpus);
    const [name, payload] = JSON.parse(pick(random, events).slice(EVENT.length)) as [string, unknown];
    const mutated = mutateJson(random, payload);
    // SDKs of 2016 send objects as texts.
    const sent = below(random, 20) === 0 ? write(mutated) : mutated;
    return EVENT + write([name, sent]);
  };
};
