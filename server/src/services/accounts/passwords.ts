import type * as Argon2 from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import type { Limits } from '../../limits';
import { Concurrency } from '../concurrency';

/** OWASP's parameters for argon2id, which is the library's default algorithm: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** Most servers that start are tests without a password. */
const argon2 = (): Promise<typeof Argon2> => import('@node-rs/argon2');

/** Hashes passwords off the event loop, a few at a time: hashing costs so much that it could be the attack. */
export class Passwords {
  readonly #hashing: Concurrency;
  #nobody: Promise<string> | undefined;

  constructor({ passwordHashes, passwordQueue }: Pick<Limits, 'passwordHashes' | 'passwordQueue'>) {
    this.#hashing = new Concurrency({ running: passwordHashes, waiting: passwordQueue });
  }

  hash(password: string): Promise<string> {
    return this.#hashing.run(async () => (await argon2()).hash(password, PARAMETERS));
  }

  /** Whether it is the password of this hash. Where there is no hash it takes as long to say no. */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    this.#nobody ??= this.hash(randomBytes(16).toString('hex'));
    const known = hash ?? (await this.#nobody);
    const right = await this.#hashing.run(async () => (await argon2()).verify(known, password));
    return right && hash !== undefined;
  }
}
