import type { Limits } from '../limits';
import type { Key, KeyringStore } from '../ports/keyring';

const NAME = 'session-token';

/** How old the keys may be that are looked at, in milliseconds: each server of a cluster may make the next one. */
const FRESH = 1000;
/** A new key signs nothing before every server has seen it. */
const KNOWN_TO_ALL = 5 * FRESH;

export interface TokenKeysOptions {
  readonly keyring: KeyringStore;
  readonly limits: Pick<Limits, 'sessionToken' | 'tokenKeyLife'>;
  /** @default Date.now */
  readonly now?: () => number;
}

/** The keys of session tokens: one signs, and those before it are good for as long as what they have signed. */
export class TokenKeys {
  #keys: Promise<readonly Key[]> | undefined;
  #readAt = -Infinity;

  constructor(private readonly options: TokenKeysOptions) {}

  async toSign(): Promise<Key> {
    const keys = await this.#read();
    const known = this.#now() - KNOWN_TO_ALL;
    const key = keys.find(({ since }) => since <= known) ?? keys.at(-1);
    if (key === undefined) throw new Error('a keyring without a key');
    return key;
  }

  /** The key of this name, if it is good. */
  async named(id: string | undefined): Promise<Key | undefined> {
    return (await this.#read()).find((key) => key.id === id);
  }

  /** Makes the next key when it is time. */
  rotate(): Promise<void> {
    const { keyring, limits } = this.options;
    return keyring.rotate(NAME, {
      life: limits.tokenKeyLife,
      grace: limits.sessionToken * 1000 + KNOWN_TO_ALL,
    });
  }

  /** All tokens end. */
  renew(): Promise<void> {
    return this.options.keyring.renew(NAME);
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }

  #read(): Promise<readonly Key[]> {
    const now = this.#now();
    // The clock may have been set back.
    if (this.#keys !== undefined && Math.abs(now - this.#readAt) < FRESH) return this.#keys;
    this.#readAt = now;
    const keys = this.options.keyring.keys(NAME);
    // What fails is not kept: the next one asks again.
    keys.catch(() => (this.#keys = undefined));
    this.#keys = keys;
    return keys;
  }
}
