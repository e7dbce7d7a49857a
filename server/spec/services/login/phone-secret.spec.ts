import { PhoneSecrets } from '../../../src/services/login/phone-secret';

const DAY = 24 * 60 * 60 * 1000;
const mine = { app: 'demo', phone: '+1', generation: 3 };

let now = Date.parse('2025-06-15');
const secrets = new PhoneSecrets('key', 90 * DAY, () => now);

describe('the secret of a phone', () => {
  it('tells the generation that it was given in', () => {
    expect(secrets.generationOf(secrets.issue(mine), mine)).toBe(3);
  });

  it('is no longer than a password may be', () => {
    expect(secrets.issue({ ...mine, generation: 1_000_000 }).length).toBeLessThanOrEqual(128);
  });

  it('is good for 90 days', () => {
    const secret = secrets.issue(mine);
    now += 90 * DAY - 1;
    expect(secrets.generationOf(secret, mine)).toBe(3);
    now += 1;
    expect(secrets.generationOf(secret, mine)).toBeUndefined();
  });

  it.each([
    ['another number', (secret: string) => secrets.generationOf(secret, { ...mine, phone: '+2' })],
    ['another application', (secret: string) => secrets.generationOf(secret, { ...mine, app: 'other' })],
    ['another generation', (secret: string) => secrets.generationOf(secret.replace(/^3/, '4'), mine)],
    ['a longer life', (secret: string) => secrets.generationOf(secret.replace(/\.(.)/, '.z'), mine)],
    [
      'another server',
      (secret: string) => new PhoneSecrets('other', DAY, () => now).generationOf(secret, mine),
    ],
  ])('is not good for %s', (_, read) => {
    expect(read(secrets.issue(mine))).toBeUndefined();
  });

  it.each(['', '123456', '...', 'x'.repeat(60), '3.mbxk0000.short'])('is not %j', (text) => {
    expect(secrets.generationOf(text, mine)).toBeUndefined();
  });
});
