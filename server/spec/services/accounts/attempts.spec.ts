import { ErrorCode } from 'rxim/protocol';
import { Attempts } from '../../../src/services/accounts/attempts';
import type { Failure } from '../../../src/services/failure';
import { notPermitted } from '../../../src/services/failure';

const MINUTE = 60_000;

let now: number;
let attempts: Attempts;
beforeEach(() => {
  now = 1_000_000;
  attempts = new Attempts({ burst: 3, interval: MINUTE }, () => now);
});

const guess = (...keys: string[]): Promise<unknown> =>
  attempts.run(keys, () => Promise.reject(notPermitted())).catch((error: unknown) => (error as Failure).code);

const right = (...keys: string[]): Promise<unknown> =>
  attempts.run(keys, () => Promise.resolve('in')).catch((error: unknown) => (error as Failure).code);

const { NotPermitted, TooManyRequests } = ErrorCode;

describe('attempts', () => {
  it('are a burst, and then one in each interval', async () => {
    for (let i = 0; i < 3; i++) expect(await guess('alice')).toBe(NotPermitted);
    expect(await guess('alice')).toBe(TooManyRequests);
    now += MINUTE;
    expect(await guess('alice')).toBe(NotPermitted);
    expect(await guess('alice')).toBe(TooManyRequests);
  });

  it('are a whole burst again when long enough has passed, and no more', async () => {
    for (let i = 0; i < 3; i++) await guess('alice');
    now += 100 * MINUTE;
    for (let i = 0; i < 3; i++) expect(await guess('alice')).toBe(NotPermitted);
    expect(await guess('alice')).toBe(TooManyRequests);
  });

  it('are each key’s own, and refused if one of the keys has none left', async () => {
    for (let i = 0; i < 3; i++) await guess('alice', 'here');
    expect(await guess('bob', 'there')).toBe(NotPermitted);
    expect(await guess('bob', 'here')).toBe(TooManyRequests);
    expect(await guess('alice', 'there')).toBe(TooManyRequests);
  });

  it('take nothing from the other keys when they are refused', async () => {
    for (let i = 0; i < 3; i++) await guess('alice');
    for (let i = 0; i < 5; i++) await guess('alice', 'here');
    for (let i = 0; i < 3; i++) expect(await guess('here')).toBe(NotPermitted);
  });

  it('do not count when they are right', async () => {
    for (let i = 0; i < 10; i++) expect(await right('alice')).toBe('in');
    for (let i = 0; i < 3; i++) expect(await guess('alice')).toBe(NotPermitted);
    expect(await right('alice')).toBe(TooManyRequests);
  });

  it('do not count when it could not be found out whether they are right', async () => {
    const broken = () =>
      attempts.run(['alice'], () => Promise.reject(new Error('disk'))).catch(() => undefined);
    for (let i = 0; i < 10; i++) await broken();
    expect(await right('alice')).toBe('in');
  });

  it('count before they are looked at: of many at once no more pass than there are', async () => {
    const codes = await Promise.all(Array.from({ length: 5 }, () => guess('alice')));
    expect(codes.sort((a, b) => Number(a) - Number(b))).toEqual([
      NotPermitted,
      NotPermitted,
      NotPermitted,
      TooManyRequests,
      TooManyRequests,
    ]);
  });

  it('say how long to wait', async () => {
    for (let i = 0; i < 3; i++) await guess('alice');
    now += 20_000;
    expect(() => attempts.count(['alice'])).toThrow(expect.objectContaining({ retryAfter: 40 }) as Error);
  });

  it('of keys that are long forgiven take no memory', async () => {
    for (let i = 0; i < 1023; i++) await guess(`user${i}`);
    now += 100 * MINUTE;
    await guess('last');
    for (let i = 0; i < 3; i++) expect(await guess('user0')).toBe(NotPermitted);
  });
});
