import type * as Argon2 from '@node-rs/argon2';
import type { Limits } from '../../limits';
import { Concurrency } from '../concurrency';

/** OWASP's parameters for argon2id, which is the library's default algorithm: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** The hash of no password, with a salt and an outcome of zeros: to verify by it takes as long as by any other. */
const NOBODY = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Most servers that start are tests without a password. */
const argon2 = (): Promise<typeof Argon2> => import('@node-rs/argon2');

/** Hashes passwords off the event loop, a few at a time: hashing costs so much that it could be the attack. */
export class Passwords {
  readonly #hashing: Concurrency;

  constructor({ passwordHashes, passwordQueue }: Pick<Limits, 'passwordHashes' | 'passwordQueue'>) {
    this.#hashing = new Concurrency({ running: passwordHashes, waiting: passwordQueue });
  }

  hash(password: string): Promise<string> {
    return this.#hashing.run(async () => (await argon2()).hash(password, PARAMETERS));
  }

  /** Whether it is the password of this hash. Where there is no hash it takes as long to say no. */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const right = await this.#hashing.run(async () => (await argon2()).verify(hash ?? NOBODY, password));
    return right && hash !== undefined;
  }
}
