import { DEFAULT_LIMITS } from '../../../src/limits';
import { Passwords } from '../../../src/services/accounts/passwords';

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

describe('passwords', () => {
  it('are hashed by argon2id with 19 MiB, two passes and one lane, each with a salt of its own', async () => {
    const passwords = new Passwords(DEFAULT_LIMITS);
    const [one, other] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
  });

  it('are right or wrong', async () => {
    const passwords = new Passwords(DEFAULT_LIMITS);
    const hash = await passwords.hash('correct horse');
    expect(await passwords.verify('correct horse', hash)).toBe(true);
    expect(await passwords.verify('wrong horse', hash)).toBe(false);
    expect(await passwords.verify('correct horse', undefined)).toBe(false);
  });

  it('of nobody take as long to refuse as those of somebody', async () => {
    const passwords = new Passwords(DEFAULT_LIMITS);
    const hash = await passwords.hash('correct horse');
    let [somebody, nobody] = [0, 0];
    for (let i = 0; i < 10; i++) {
      somebody += await timed(() => passwords.verify('wrong horse', hash));
      nobody += await timed(() => passwords.verify('wrong horse', undefined));
    }
    expect(nobody / somebody).toBeGreaterThan(0.5);
    expect(nobody / somebody).toBeLessThan(2);
  });

  it('of nobody are refused right from the first on, however much waits to be hashed', async () => {
    const passwords = new Passwords({ passwordHashes: 1, passwordQueue: 1 });
    const busy = [passwords.hash('correct horse'), passwords.hash('correct horse')];
    await expect(passwords.verify('correct horse', undefined)).rejects.toMatchObject({ code: 5014 });
    await Promise.all(busy);
    expect(await passwords.verify('correct horse', undefined)).toBe(false);
  });

  it('that are too many to hash are refused, and may be tried again', async () => {
    const passwords = new Passwords({ passwordHashes: 1, passwordQueue: 2 });
    const hashes = await Promise.allSettled(Array.from({ length: 5 }, () => passwords.hash('correct horse')));
    expect(hashes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = hashes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 5014 });
  });
});
