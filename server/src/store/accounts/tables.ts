import type { ColumnType, Generated } from 'kysely';
import type { AccountKey } from '../../ports/accounts';

type Fixed<T> = ColumnType<T, T, never>;

/** An account is a user of the same id. */
export interface AccountTable {
  app: Fixed<string>;
  id: Fixed<string>;
  /** Null where nobody has set a password. */
  password_hash: string | null;
}

/** What accounts are found by; one account may have several. */
export interface AccountKeyTable {
  app: Fixed<string>;
  kind: Fixed<AccountKey['kind']>;
  value: Fixed<string>;
  account: Fixed<string>;
}

/** The code of a phone number, and how many it got. */
export interface PhoneCodeTable {
  app: Fixed<string>;
  phone: Fixed<string>;
  /** Null when it has been used. */
  hash: string | null;
  expires: number;
  /** Tries that are left. */
  tries: number;
  /** When the number may have the next one. */
  next_at: number;
  /** When the count of `sent` begins again. */
  day_ends: number;
  sent: number;
}

/** How often everything of a user or guest was ended, and whether it may begin again; nobody is here who never was. */
export interface GenerationTable {
  app: Fixed<string>;
  member: Fixed<string>;
  number: number;
  /** The session that the last end spared. */
  kept: string | null;
  /** 1 while it is banned. */
  banned: Generated<number>;
}
