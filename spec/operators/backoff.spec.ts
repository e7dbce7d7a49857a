import { backoff } from '../../src/operators';

describe('backoff', () => {
  const waits = (random: number, options = {}): number[] =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => backoff({ attempt, random: () => random, ...options }));

  it('doubles from half a second to half a minute unless told otherwise', () => {
    expect(waits(1)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('takes any part of the wait, down to none, so that clients spread evenly', () => {
    expect(waits(0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(waits(0.5, { initial: 10, max: 200, factor: 3 })).toEqual([5, 15, 45, 100, 100, 100, 100, 100]);
  });

  it('stays within its limit for ever', () => {
    expect(backoff({ attempt: 1e9, random: () => 1 })).toBe(30_000);
    expect(backoff({ attempt: 1e9, random: () => 1, initial: 0 })).toBe(0);
  });

  it('waits as long as the other side asks, without jitter', () => {
    expect(backoff({ attempt: 1, retryAfter: 60_000 })).toBe(60_000);
    expect(backoff({ attempt: 1, retryAfter: 0 })).toBe(0);
  });

  it('waits for ten minutes where the other side asks for weeks', () => {
    expect(backoff({ attempt: 1, retryAfter: 1e12 })).toBe(600_000);
  });

  it('asks of timers only what they can do', () => {
    expect(backoff({ attempt: 1, random: () => 1, initial: 1e12, max: 1e12 })).toBeLessThan(2 ** 31);
    expect(backoff({ attempt: 1, retryAfter: -5 })).toBe(0);
  });

  it('draws from Math.random by default', () => {
    const drawn = Array.from({ length: 100 }, () => backoff({ attempt: 1 }));
    expect(drawn.every((wait) => wait >= 0 && wait <= 500)).toBe(true);
    expect(new Set(drawn).size).toBeGreaterThan(10);
  });
});
