import { RateLimiter } from '../../src/services/rate-limiter';

describe('RateLimiter', () => {
  let now = 0;
  const limiter = (rate: number, burst: number): RateLimiter => new RateLimiter(rate, burst, () => now);
  const takeMany = (limits: RateLimiter, count: number, key = 'alice') =>
    Array.from({ length: count }, () => limits.take(key));

  beforeEach(() => {
    now = 0;
  });

  it('lets a burst through, and then as many as the rate', () => {
    const limits = limiter(10, 3);
    expect(takeMany(limits, 4)).toEqual(['within', 'within', 'within', 'over']);
    now += 100;
    expect(takeMany(limits, 2)).toEqual(['within', 'over']);
    now += 10_000;
    expect(takeMany(limits, 4)).toEqual(['within', 'within', 'within', 'over']);
  });

  it('counts everybody apart', () => {
    const limits = limiter(1, 1);
    expect(limits.take('alice')).toBe('within');
    expect(limits.take('bob')).toBe('within');
    expect(limits.take('alice')).toBe('over');
  });

  it('takes three bursts too many at once for a flood', () => {
    const verdicts = takeMany(limiter(1, 2), 9);
    expect(verdicts.filter((verdict) => verdict === 'over')).toHaveLength(6);
    expect(verdicts.at(-1)).toBe('flood');
  });

  it('bears for ever with one who is a little too fast', () => {
    const limits = limiter(10, 5);
    const verdicts = Array.from({ length: 5000 }, () => {
      now += 1000 / 15;
      return limits.take('alice');
    });
    expect(verdicts).not.toContain('flood');
    expect(verdicts.filter((verdict) => verdict === 'within').length).toBeCloseTo((5000 / 15) * 10, -2);
  });

  it('forgets those whose buckets are full again', () => {
    const limits = limiter(1000, 1);
    for (let i = 0; i < 100_000; i++) {
      now += 1;
      limits.take(`user ${i}`);
    }
    expect(limits.size).toBeLessThanOrEqual(1024);
  });
});
