import { seeded } from '../support/random';
import { check } from './checker';
import { cleanHistory } from './model';
import { SEEDED_FAULTS } from './seeded-faults';

const SEEDS = Array.from({ length: 25 }, (_, i) => i + 1);

describe('The checker of histories', () => {
  it('has nothing to say against a system that keeps its promises', () => {
    for (const seed of SEEDS) {
      const { violations, sent, reads } = check(cleanHistory(seeded(seed)));
      expect({ seed, violations }).toEqual({ seed, violations: [] });
      // A history in which nothing happened would prove nothing.
      expect(sent).toBeGreaterThan(100);
      expect(reads).toBeGreaterThan(100);
    }
  });

  it.each(SEEDED_FAULTS)('finds that $title', ({ broken, inject }) => {
    for (const seed of SEEDS) {
      const history = inject(cleanHistory(seeded(seed)), seeded(seed + 1_000));
      expect({ seed, found: check(history).violations.map((violation) => violation.broken) }).toEqual({
        seed,
        found: expect.arrayContaining([broken]) as unknown,
      });
    }
  });

  it('tells which messages nobody knows the fate of', () => {
    const by = { user: 'alice', device: 'phone' };
    const conv = 'u:alice|u:bob';
    const { unsettled } = check([
      { type: 'sent', id: '1', conv, by },
      { type: 'acked', id: '1', seq: 1, ts: 1 },
      { type: 'sent', id: '2', conv, by },
      { type: 'sent', id: '3', conv, by },
      { type: 'refused', id: '3', why: '5003' },
    ]);
    expect(unsettled).toEqual(['2']);
  });

  it('does not ask for room messages, which are at most once, but for no doubles of them', () => {
    const alice = { user: 'alice', device: 'phone' };
    const bob = { user: 'bob', device: 'phone' };
    const conv = 'r:lobby';
    const said = { id: '1', conv, by: bob, seq: 0, ts: 1 } as const;
    const history = [
      { type: 'joining', conv, user: 'bob' },
      { type: 'joined', conv, user: 'bob' },
      { type: 'listening', by: bob },
      { type: 'sent', id: '0', conv, by: alice },
      { type: 'sent', id: '1', conv, by: alice },
      { type: 'read', ...said },
    ] as const;
    expect(check(history).violations).toEqual([]);
    expect(check([...history, { type: 'read', ...said }]).violations).toMatchObject([{ broken: 'doubled' }]);
  });
});
