/** A key of this server that is to be followed by another one. */
export interface Key {
  /** Names it in what was signed with it. */
  readonly id: string;
  /** 32 bytes in base64url. */
  readonly secret: string;
  /** When it was made, in milliseconds since 1970. */
  readonly since: number;
}

export interface KeyLife {
  /** Milliseconds after which a key is followed by another one. */
  readonly life: number;
  /** Milliseconds for which what was signed with a key may still come, after it has been followed. */
  readonly grace: number;
}

/** Keys under names, shared by all servers of a database. */
export interface KeyringStore {
  /** The keys that are good, the newest first; at the first call one is made. */
  keys(name: string): Promise<readonly Key[]>;
  /** Makes the next key if it is time, and forgets those that nothing good can come from any more. */
  rotate(name: string, life: KeyLife): Promise<void>;
  /** Forgets all keys and makes another one: what was signed before is not good any more. */
  renew(name: string): Promise<void>;
}
